# comment-and-one-hint.story: what is no answer is a comment: the agent hears it, the ask stays open, the person gets one hint.

09:00  deploy-bot asks #ops for approval "Refund the customer?"
09:01  ana replies "which customer?" in chat
       the ask is open
       deploy-bot hears ask.commented "which customer?"
       chat tells ana "Reply “approve” or “deny”. A note may follow on the next lines."
       forum passes on what Ana said: "which customer?"
09:02  deploy-bot adds "The one in Oslo."
       chat passes on what deploy-bot said: "The one in Oslo."
       forum passes on what deploy-bot said: "The one in Oslo."
09:03  ana replies "hm, and how much?" in chat
       deploy-bot hears ask.commented "hm, and how much?"
       chat tells ana something 1 times
09:04  ana replies "ok" in chat
       the ask is answered approve by ana
