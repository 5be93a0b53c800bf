# default-fills-in.story: only a default that the ask itself named fills it in when its time is up, and says so.

09:00  deploy-bot asks #ops for choice "Which?" of "red, blue" until 10:00 default blue
09:59  time passes
       the ask is open
10:00  time passes
       the ask is answered blue by default
       deploy-bot hears ask.answered
       deploy-bot hears no ask.expired
       every copy shows "Filled in by its default (blue) at 10:00 UTC"
