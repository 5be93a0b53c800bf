# cancel.story: an agent that no longer needs an answer takes its ask back, and every copy says why.

09:00  deploy-bot asks #ops for approval "Ship 2.1?"
09:01  deploy-bot cancels the ask because "the build broke"
       the ask is cancelled
       deploy-bot hears ask.cancelled
       every copy shows "Cancelled by deploy-bot: the build broke"
       the ask in chat shows no "[Approve]"
09:02  ana replies "yes" in chat
       chat tells ana "Too late. This ask has ended already: Cancelled by deploy-bot: the build broke."
       the ask is cancelled
