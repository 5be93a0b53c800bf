# reply-fills-in-a-form.story: where a platform has no forms, lines of "field: value" fill one in.

09:00  deploy-bot asks #pager for fields "What may it cost?" with "cost: integer, region: string"
       the ask in pager shows "“cost: …”"
09:01  ana replies "cost: 12\nregion: eu" in pager
       the ask is answered "cost: 12, region: eu" by ana
