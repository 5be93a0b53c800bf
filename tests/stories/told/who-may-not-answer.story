# who-may-not-answer.story: who may not answer is told so, in private where the platform can, and nothing is decided.

09:00  deploy-bot asks @ana for approval "Pay the invoice?"
       chat shows 1 copies
09:01  eve presses approve in chat
       chat tells eve "You may not answer this ask: it goes to other people."
       the ask is open
09:02  mallory presses approve in chat
       chat tells mallory "You may not answer this ask: it goes to other people."
       chat tells everyone something 0 times
       deploy-bot hears no ask.answered
09:03  eve answers approve in the inbox
       askd refuses it: "There is no such ask."
09:04  ana presses approve in chat
       the ask is answered approve by ana
