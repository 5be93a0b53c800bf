# a-platform-that-is-down.story: what a platform doesn't take now is posted and updated once it is back.

09:00  chat goes down
       deploy-bot asks #ops for approval "Ship 2.1?"
       chat shows 0 copies
       forum shows 1 copies
09:05  chat goes up
09:06  time passes
       chat shows 1 copies
       the ask reaches all
09:10  chat goes down
       ben presses approve in forum
       the ask in chat shows "[Approve]"
09:20  chat goes up
09:30  time passes
       the ask in chat shows "Approved by Ben in forum, 09:10 UTC"
