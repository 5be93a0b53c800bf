# follow-ups-are-mirrored.story: what the agent adds stands in every room, and what is said in one room stands in the others.

09:00  deploy-bot asks #ops for approval "Ship 2.1?"
09:01  deploy-bot adds "the cost is $12"
       chat passes on what deploy-bot said: "the cost is $12"
       forum passes on what deploy-bot said: "the cost is $12"
       deploy-bot hears no ask.commented
09:02  dan replies "that's much" in forum
       chat passes on what Dan said: "that's much"
       deploy-bot hears ask.commented "that's much"
       the ask is open
