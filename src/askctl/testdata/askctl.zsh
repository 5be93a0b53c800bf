#compdef askctl
# Completion of askctl for zsh, printed by: askctl completion zsh
_askctl() {
  local command=$words[2]
  local -a choices
  if ((CURRENT == 2)); then
    choices=(
      'ask:Ask people, and wait for the answer'
      'notify:Tell people something that needs no answer'
      'wait:Wait for the answer to an ask'
      'cancel:Withdraw an ask that is still open'
      'list:List asks, newest first'
      'invite:Make a link with which a person comes in'
      'connect:Connect a chat platform, step by step'
      'agents:Look after the agents'
      'webhooks:Look after agents'\'' webhooks'
      'config:Look at the configuration'
      'audit:Look at the audit log'
      'completion:Print a shell'\''s completion of these commands'
    )
    _describe command choices
    return
  fi
  case $command in
    agents)
      if ((CURRENT == 3)); then
        choices=(
          'list:List the agents'
          'revoke:Put an agent out, at once'
          'rotate:Give an agent a new token'
        )
        _describe command choices
        return
      fi
      command+=" $words[3]"
      shift words
      ((CURRENT--))
      ;;
    webhooks)
      if ((CURRENT == 3)); then
        choices=(
          'redrive:Let an agent'\''s webhook go on that was disabled'
        )
        _describe command choices
        return
      fi
      command+=" $words[3]"
      shift words
      ((CURRENT--))
      ;;
    config)
      if ((CURRENT == 3)); then
        choices=(
          'example:Print an askd.yaml with every setting and its meaning'
          'check:Tell everything that is wrong with a configuration'
          'schema:Print the JSON Schema of askd.yaml, for editors'
          'manual:Print the manual page askd.yaml(5)'
        )
        _describe command choices
        return
      fi
      command+=" $words[3]"
      shift words
      ((CURRENT--))
      ;;
    audit)
      if ((CURRENT == 3)); then
        choices=(
          'verify:Check the chain of the audit log'
          'export:Print the audit log as JSON Lines'
        )
        _describe command choices
        return
      fi
      command+=" $words[3]"
      shift words
      ((CURRENT--))
      ;;
  esac
  shift words
  ((CURRENT--))
  case $command in
    'ask')
      _arguments \
        '--body[More to read, in Markdown; - reads it from standard input]:TEXT:' \
        '--approve[Ask for approve or deny]' \
        '*--option[Ask for one of the options; give at least two]:VALUE\[=LABEL\]:' \
        '--multiple[Let people choose several of the options]' \
        '--text[Ask for a text, as happens without a form]' \
        '*--field[Ask for fields\: string, number, integer, boolean, email, uri, date, date-time, or words as in a|b]:NAME\:TYPE\[\:required\]:' \
        '--schema[Ask for the fields of a flat JSON Schema; - reads standard input]:FILE:_files' \
        '*--to[Whom it is for\: "#channel" or @person]:TARGET:' \
        '*--approver[Let only them answer]:@PERSON:' \
        '--required[How many people must agree]:N:' \
        '--urgency[How pressing it is]:URGENCY:(low normal high critical)' \
        '--expires[When it ends without an answer, as in 2h]:TIME:' \
        '*--default[The answer when it expires; an approval'\''s can only be deny]:VALUE:' \
        '*--context[Shown as a field beside the question]:NAME=VALUE:' \
        '*--label[For finding it again]:NAME=VALUE:' \
        '--conversation[Put it into a conversation of yours]:ID:' \
        '--wait[How long to wait, as in 90s or 10m, or forever; 10m unless told]:TIME:' \
        '--no-wait[Print the ask'\''s id at once; exit status 5]' \
        '--key[Idempotency-Key\: asking again with it finds the first one; otherwise a random one]:KEY:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:TITLE:'
      ;;
    'notify')
      _arguments \
        '--title[A headline]:TITLE:' \
        '*--to[Whom it is for\: "#channel" or @person]:TARGET:' \
        '--severity[What kind of news it is]:SEVERITY:(info success warning error)' \
        '*--link[A link below the text]:LABEL=URL:' \
        '--conversation[Put it into a conversation of yours]:ID:' \
        '--key[Idempotency-Key\: asking again with it finds the first one; otherwise a random one]:KEY:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:TEXT:'
      ;;
    'wait')
      _arguments \
        '--wait[How long to wait, as in 90s or 10m, or forever; 10m unless told]:TIME:' \
        '--until[Wait for its end, or for anything in its conversation]:WHAT:(end activity)' \
        '--after[With --until activity\: what was seen already]:ACTIVITY:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:ID:'
      ;;
    'cancel')
      _arguments \
        '--reason[Why; people are told]:TEXT:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:ID:'
      ;;
    'list')
      _arguments \
        '--state[Only those in this state; ended is any but open]:STATE:(open answered expired cancelled ended)' \
        '--q[Only those that hold all these words]:WORDS:' \
        '*--label[Only those with this label]:NAME=VALUE:' \
        '--limit[How many; 50 unless told]:N:' \
        '--team[For the operator\: whose asks]:TEAM:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files'
      ;;
    'invite')
      _arguments \
        '--name[Who it is for]:NAME:' \
        '--email[Their address]:ADDRESS:' \
        '--role[What they may do; member unless told]:ROLE:(owner member)' \
        '--team[The team they come into]:TEAM:' \
        '--sign-in[A link with which somebody who is a person already signs in; needs --email]' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files'
      ;;
    'connect')
      _arguments \
        '--name[What it is to be called in the configuration; otherwise as ADAPTER]:BACKEND:' \
        '--room[Where a test ask is posted; otherwise it is asked for]:ROOM:' \
        '*--set[A setting that isn'\''t to be asked for]:KEY=VALUE:' \
        '--ca-file[Certificates to trust instead of the system'\''s]:FILE:_files' \
        '--config[The configuration; otherwise /etc/askd/askd.yaml]:FILE:_files' \
        '--json[Print JSON instead of text]' \
        '1:ADAPTER:'
      ;;
    'agents list')
      _arguments \
        '--team[For the operator\: whose agents]:TEAM:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files'
      ;;
    'agents revoke')
      _arguments \
        '--team[For the operator\: whose agents]:TEAM:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:AGENT:'
      ;;
    'agents rotate')
      _arguments \
        '--overlap[How long the old tokens stay good, as in 10m; an hour unless told]:TIME:' \
        '--team[For the operator\: whose agents]:TEAM:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:AGENT:'
      ;;
    'webhooks redrive')
      _arguments \
        '--after[Go on behind this entry of its stream instead]:CURSOR:' \
        '--team[For the operator\: whose agents]:TEAM:' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]' \
        '--url[Where askd answers; otherwise ASKD_URL, or this machine]:URL:' \
        '--token-file[File that holds the agent'\''s token, readable by its owner only; otherwise ASKD_TOKEN]:FILE:_files' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '1:AGENT:'
      ;;
    'config example')
      _arguments \
        '--json[Print JSON instead of text]'
      ;;
    'config check')
      _arguments \
        '--config[The configuration; otherwise /etc/askd/askd.yaml]:FILE:_files' \
        '--json[Print JSON instead of text]'
      ;;
    'config schema')
      _arguments \
        '--json[Print JSON instead of text]'
      ;;
    'config manual')
      _arguments \
        '--json[Print JSON instead of text]'
      ;;
    'audit verify')
      _arguments \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '--config[Read the store that this configuration names instead; askd must be stopped]:FILE:_files' \
        '--data[Read the store in this folder instead; askd must be stopped]:FOLDER:_files -/' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]'
      ;;
    'audit export')
      _arguments \
        '--after[Only the records behind this number]:N:' \
        '--texts[Long texts in their places, or as the hashes that the chain is made of]:HOW:(resolved hashed)' \
        '--socket[askd'\''s socket, for its operator; otherwise askd.sock where askd keeps its data]:PATH:_files' \
        '--config[Read the store that this configuration names instead; askd must be stopped]:FILE:_files' \
        '--data[Read the store in this folder instead; askd must be stopped]:FOLDER:_files -/' \
        '--json[Print JSON instead of text]' \
        '--quiet[Print no messages but errors]'
      ;;
    'completion')
      _arguments \
        '--json[Print JSON instead of text]' \
        '1:SHELL:(bash zsh fish)'
      ;;
  esac
}
if [[ $funcstack[1] == _askctl ]]; then
  _askctl "$@"
else
  compdef _askctl askctl
fi
