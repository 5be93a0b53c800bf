# fail-over-to-the-inbox.story: who can't be reached in one place is tried in the next; if none is left, the inbox holds the ask.

09:00  chat refuses posts because "this person has left"
       deploy-bot asks @ana for approval "Ship 2.1?"
       deploy-bot hears delivery.failed
       deploy-bot hears ask.delivered
       forum shows 1 copies
       the ask reaches some
09:10  forum refuses posts because "the forum is closed"
       pager refuses posts because "no such number"
       deploy-bot asks @ana for approval "Ship 2.2?"
       deploy-bot hears delivery.failed
       deploy-bot hears delivery.failed
       deploy-bot hears delivery.failed
       the ask reaches none
       the ask is open
09:11  ana answers approve in the inbox
       the ask is answered approve by ana
