# reply-is-the-text.story: the reply to an ask for text is the answer, all of it.

09:00  deploy-bot asks #pager for text "Which host is it?"
       the ask in pager shows "Reply with your answer"
09:01  ana replies "web-3\nthe one in Oslo" in pager
       the ask is answered "web-3\nthe one in Oslo" by ana
       deploy-bot hears ask.answered
