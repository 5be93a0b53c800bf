# press-picks-several.story: of several options any number is an answer, in the order of the form.

09:00  deploy-bot asks #ops for several "Which ones?" of "red, green, blue"
09:04  ana presses "blue, red" in chat
       the ask is answered "red, blue" by ana
       every copy shows "Answered “red, blue” by Ana in chat, 09:04 UTC"
