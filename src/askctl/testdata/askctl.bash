# Completion of askctl for bash, printed by: askctl completion bash
_askctl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local command=${COMP_WORDS[1]}
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W 'ask notify wait cancel list invite connect agents webhooks config audit completion --help --version' -- "$current"))
    return
  fi
  case $command in
    agents)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W 'list revoke rotate' -- "$current"))
        return
      fi
      command+=" ${COMP_WORDS[2]}"
      ;;
    webhooks)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W 'redrive' -- "$current"))
        return
      fi
      command+=" ${COMP_WORDS[2]}"
      ;;
    config)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W 'example check schema manual' -- "$current"))
        return
      fi
      command+=" ${COMP_WORDS[2]}"
      ;;
    audit)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W 'verify export' -- "$current"))
        return
      fi
      command+=" ${COMP_WORDS[2]}"
      ;;
  esac
  case $command in
    'ask')
      case $previous in
        --body) COMPREPLY=(); return ;;
        --option) COMPREPLY=(); return ;;
        --field) COMPREPLY=(); return ;;
        --schema) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --to) COMPREPLY=(); return ;;
        --approver) COMPREPLY=(); return ;;
        --required) COMPREPLY=(); return ;;
        --urgency) COMPREPLY=($(compgen -W 'low normal high critical' -- "$current")); return ;;
        --expires) COMPREPLY=(); return ;;
        --default) COMPREPLY=(); return ;;
        --context) COMPREPLY=(); return ;;
        --label) COMPREPLY=(); return ;;
        --conversation) COMPREPLY=(); return ;;
        --wait) COMPREPLY=(); return ;;
        --key) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --body --approve --option --multiple --text --field --schema --to --approver --required --urgency --expires --default --context --label --conversation --wait --no-wait --key --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'notify')
      case $previous in
        --title) COMPREPLY=(); return ;;
        --to) COMPREPLY=(); return ;;
        --severity) COMPREPLY=($(compgen -W 'info success warning error' -- "$current")); return ;;
        --link) COMPREPLY=(); return ;;
        --conversation) COMPREPLY=(); return ;;
        --key) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --title --to --severity --link --conversation --key --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'wait')
      case $previous in
        --wait) COMPREPLY=(); return ;;
        --until) COMPREPLY=($(compgen -W 'end activity' -- "$current")); return ;;
        --after) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --wait --until --after --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'cancel')
      case $previous in
        --reason) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --reason --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'list')
      case $previous in
        --state) COMPREPLY=($(compgen -W 'open answered expired cancelled ended' -- "$current")); return ;;
        --q) COMPREPLY=(); return ;;
        --label) COMPREPLY=(); return ;;
        --limit) COMPREPLY=(); return ;;
        --team) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --state --q --label --limit --team --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'invite')
      case $previous in
        --name) COMPREPLY=(); return ;;
        --email) COMPREPLY=(); return ;;
        --role) COMPREPLY=($(compgen -W 'owner member' -- "$current")); return ;;
        --team) COMPREPLY=(); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --name --email --role --team --sign-in --json --quiet --socket' -- "$current"))
      ;;
    'connect')
      case $previous in
        --name) COMPREPLY=(); return ;;
        --room) COMPREPLY=(); return ;;
        --set) COMPREPLY=(); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --config) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --name --room --set --ca-file --config --json' -- "$current"))
      ;;
    'agents list')
      case $previous in
        --team) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --team --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'agents revoke')
      case $previous in
        --team) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --team --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'agents rotate')
      case $previous in
        --overlap) COMPREPLY=(); return ;;
        --team) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --overlap --team --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'webhooks redrive')
      case $previous in
        --after) COMPREPLY=(); return ;;
        --team) COMPREPLY=(); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --after --team --json --quiet --url --token-file --socket' -- "$current"))
      ;;
    'config example')
      case $previous in
      esac
      COMPREPLY=($(compgen -W '--help --json' -- "$current"))
      ;;
    'config check')
      case $previous in
        --config) COMPREPLY=($(compgen -f -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --config --json' -- "$current"))
      ;;
    'config schema')
      case $previous in
      esac
      COMPREPLY=($(compgen -W '--help --json' -- "$current"))
      ;;
    'config manual')
      case $previous in
      esac
      COMPREPLY=($(compgen -W '--help --json' -- "$current"))
      ;;
    'audit verify')
      case $previous in
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --config) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --data) COMPREPLY=($(compgen -d -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --socket --config --data --json --quiet' -- "$current"))
      ;;
    'audit export')
      case $previous in
        --after) COMPREPLY=(); return ;;
        --texts) COMPREPLY=($(compgen -W 'resolved hashed' -- "$current")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --config) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --data) COMPREPLY=($(compgen -d -- "$current")); return ;;
      esac
      COMPREPLY=($(compgen -W '--help --after --texts --socket --config --data --json --quiet' -- "$current"))
      ;;
    'completion')
      case $previous in
      esac
      COMPREPLY=($(compgen -W '--help --json bash zsh fish' -- "$current"))
      ;;
  esac
}
complete -F _askctl askctl
