# reply-approves.story: the first line of a reply decides an approval, and the rest is the note.

09:00  deploy-bot asks #ops for approval "Ship 2.1?"
09:01  ana replies "Yes\nbut only on Monday" in forum
       the ask is answered approve by ana
       the ask has note "but only on Monday"
       every copy shows "Approved by Ana in forum, 09:01 UTC: but only on Monday"
