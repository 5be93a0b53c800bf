# partial-votes-are-no-answer.story: votes that were too few when the time was up are told, and decide nothing.

09:00  deploy-bot asks #ops for approval "Drop the table?" required 2 until 10:00
09:30  ana presses approve in chat
10:00  time passes
       the ask is expired
       every copy shows "Expired 10:00 UTC without an answer (1 of 2 approvals: Ana)"
