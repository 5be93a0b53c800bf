# cut-with-a-mark.story: what a platform can't hold is cut with a mark, and the card says what is missing and where the whole is.

09:00  deploy-bot asks #pager for approval "Send this mail?" length 5000
       the ask in pager shows "…"
       the ask in pager shows "Left out here: the end of the text."
       the ask in pager shows "https://ask.example/asks/ask_"
       the ask in pager shows "Reply “approve” or “deny”."
       the ask in pager shows no "[Approve]"
