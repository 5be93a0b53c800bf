# press-picks-an-option.story: each option of a choice has its button.

09:00  deploy-bot asks #ops for choice "Which region?" of "Europe, America"
       the ask in chat shows "[Europe]"
09:04  ben presses America in forum
       the ask is answered America by ben
       every copy shows "Answered “America” by Ben in forum, 09:04 UTC"
