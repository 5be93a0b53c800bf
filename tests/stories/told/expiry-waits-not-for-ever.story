# expiry-waits-not-for-ever.story: a platform that never comes back holds an expiry up for two minutes, not longer.

09:00  deploy-bot asks #ops for approval "Ship 2.1?" until 09:30
09:29  askd crashes
09:30  time passes
       the ask is open
09:31  time passes
       the ask is expired
