# quorum.story: two different people must agree, and each has one vote.

09:00  deploy-bot asks #ops for approval "Drop the table?" required 2
       every copy shows "0 of 2 approvals"
09:01  ana presses approve in chat
       the ask is open
09:02  ana presses approve in chat
       the ask is open
       chat tells ana "You have voted already; the first vote stands."
09:03  ben presses approve in forum
       the ask is answered approve by ben
       every copy shows "Approved by Ana and Ben, 09:03 UTC"
