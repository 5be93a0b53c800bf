# early-reply-waits.story: a reply that overtakes the receipt of its post waits for it, and then counts.

09:00  chat loses the next receipt
       deploy-bot asks #lobby for approval "Ship 2.1?"
       ana replies "no" to the first copy in chat
       the ask is open
09:01  askd crashes
       the ask is answered deny by ana
       every copy shows "Denied by Ana in chat, 09:01 UTC"
