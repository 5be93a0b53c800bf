# press-fills-in-a-form.story: a form that is filled in answers; one that doesn't fit is refused with a reason.

09:00  deploy-bot asks #ops for fields "What may it cost?" with "cost: integer, region: string"
09:01  ana presses "cost: much, region: eu" in chat
       the ask is open
       chat tells ana "The answer doesn't fit the form. cost must be a whole number such as 12."
09:02  ana presses "cost: 12, region: eu" in chat
       the ask is answered "cost: 12, region: eu" by ana
       every copy shows "Answered “cost: 12, region: eu” by Ana in chat, 09:02 UTC"
