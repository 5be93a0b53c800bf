# silence-is-no-answer.story: an ask that nobody answers expires without an answer.

09:00  deploy-bot asks #ops for approval "Ship 2.1?" until 10:00
       every copy shows "until 2026-03-02T10:00:00.000Z"
10:01  time passes
       the ask is expired
       deploy-bot hears ask.expired
       deploy-bot hears no ask.answered
       every copy shows "Expired 10:01 UTC without an answer"
