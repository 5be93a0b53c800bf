# more-votes-than-people.story: an ask that can never be decided isn't opened.

09:00  deploy-bot asks #ops for approval "Ship?" required 5
       askd refuses it: "/required is more than the 4 people who may answer"
09:01  deploy-bot asks @nobody for approval "Ship?"
       askd refuses it: "/to/0 is not a person or a group of this team"
       deploy-bot hears no ask.opened
