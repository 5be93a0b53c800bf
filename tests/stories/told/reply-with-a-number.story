# reply-with-a-number.story: an option is picked by its number, its value or its label.

09:00  deploy-bot asks #ops for choice "Which?" of "red, green, blue"
09:01  ana replies "2\nlooks best" in chat
       the ask is answered green by ana
       the ask has note "looks best"
09:10  deploy-bot asks #ops for several "Which ones?" of "red, green, blue"
09:11  ben replies "BLUE and 1" in forum
       the ask is answered "red, blue" by ben
