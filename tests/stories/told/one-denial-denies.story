# one-denial-denies.story: however many must agree, one person's no ends an approval.

09:00  deploy-bot asks #ops for approval "Drop the table?" required 3
09:01  ana presses approve in chat
09:02  ben presses approve in chat
09:03  cleo presses deny in forum
       the ask is answered deny by cleo
       every copy shows "Denied by Cleo in forum, 09:03 UTC"
