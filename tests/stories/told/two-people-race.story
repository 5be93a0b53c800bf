# two-people-race.story: two people answer in two places; the first wins, the second is told who decided what and when.

09:00  deploy-bot asks #ops for approval "Ship 2.1?"
09:01  forum goes down
       ana presses approve in chat
       the ask in forum shows "[Deny]"
       ben presses deny in forum
       the ask is answered approve by ana
       deploy-bot hears ask.late_answer
09:02  forum goes up
09:03  time passes
       forum tells everyone "Too late. This ask has ended already: Approved by Ana in chat, 09:01 UTC."
       every copy shows "Approved by Ana in chat, 09:01 UTC"
       cleo answers deny in the inbox
       askd refuses it: "This ask has ended already: Approved by Ana in chat, 09:01 UTC."
       the ask is answered approve by ana
