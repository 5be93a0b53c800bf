# late-is-not-lost.story: an answer after the end changes nothing, is told to the agent, and its author learns what was decided.

09:00  deploy-bot asks #ops for approval "Ship 2.1?" until 10:00
10:00  time passes
       the ask is expired
10:05  ana replies "approve" in chat
       the ask is expired
       deploy-bot hears ask.late_answer
       chat tells ana "Too late. This ask has ended already: Expired 10:00 UTC without an answer."
