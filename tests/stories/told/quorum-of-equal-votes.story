# quorum-of-equal-votes.story: of a choice, the value that first has enough votes wins.

09:00  deploy-bot asks #ops for choice "Which?" of "red, blue" required 2
09:01  ana presses red in chat
09:02  ben presses blue in chat
       the ask is open
09:03  cleo replies "blue" in forum
       the ask is answered blue by cleo
       every copy shows "Answered “blue” by Ben and Cleo, 09:03 UTC"
