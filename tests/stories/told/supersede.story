# supersede.story: a corrected ask takes the place of the old one; the old copies say so, and a press on them does nothing.

09:00  deploy-bot asks #ops for approval "Pay $800?"
09:01  forum goes down
09:02  deploy-bot asks #ops for approval "Pay $80?" instead-of "Pay $800?"
       "Pay $800?" is superseded
       deploy-bot hears ask.superseded
       deploy-bot hears no ask.cancelled
       "Pay $800?" in chat shows "Replaced by a corrected ask"
       "Pay $800?" in chat shows no "[Approve]"
09:03  ana presses approve on "Pay $800?" in forum
       "Pay $800?" is superseded
       "Pay $80?" is open
09:04  ben presses approve on "Pay $80?" in chat
       "Pay $80?" is answered approve by ben
