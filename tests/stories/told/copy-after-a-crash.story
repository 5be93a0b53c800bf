# copy-after-a-crash.story: a post whose receipt a crash swallowed is known again by a reply to it, and is updated like the other.

09:00  chat loses the next receipt
       deploy-bot asks #ops for approval "Ship 2.1?"
       chat shows 1 copies
09:01  askd crashes
       chat shows 2 copies
09:02  ana replies "yes" to the first copy in chat
       the ask is answered approve by ana
       every copy shows "Approved by Ana in chat, 09:02 UTC"
