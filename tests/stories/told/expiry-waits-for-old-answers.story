# expiry-waits-for-old-answers.story: after a start nothing expires before every platform has brought what was answered meanwhile.

09:00  deploy-bot asks #ops for approval "Ship 2.1?" until 09:30
09:29  askd crashes
09:30  time passes
       the ask is open
       chat has caught up
       forum has caught up
       the ask is open
       ana presses approve in chat
       the ask is answered approve by ana
       pager has caught up
       the ask is answered approve by ana
       deploy-bot hears no ask.expired
