# approvers.story: where an ask names approvers, only they may answer, whoever else sees it.

09:00  deploy-bot asks #ops for approval "Spend $800?" approvers @leads
09:01  cleo presses approve in chat
       chat tells cleo "You may not answer this ask: it goes to other people."
       the ask is open
09:02  cleo answers approve in the inbox
       askd refuses it: "You may not answer this ask."
09:03  ben answers approve in the inbox
       the ask is answered approve by ben
       the ask has assurance session
       every copy shows "Approved by Ben in the inbox, 09:03 UTC"
