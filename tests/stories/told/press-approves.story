# press-approves.story: a press on a button answers an approval, and every copy says who decided, where and when.

14:00  deploy-bot asks #ops for approval "Ship 2.1?"
       the ask in chat shows "[Approve]"
       the ask in forum shows "[Deny]"
       the ask in forum shows "from deploy-bot"
       deploy-bot hears ask.opened
       deploy-bot hears ask.delivered
14:02  ana presses approve in chat
       the ask is answered approve by ana
       the ask has assurance linked
       deploy-bot hears ask.answered
       every copy shows "Approved by Ana in chat, 14:02 UTC"
       the ask in chat shows no "[Approve]"
       the ask in forum shows no "[Deny]"
       chat tells everyone something 0 times
