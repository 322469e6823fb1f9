import type { Shell } from './shells.js';

/**
 * The completion scripts. Each asks the program itself (`__complete`), so that a script never has to
 * be renewed and every shell completes alike. The answer is a candidate a line, with a tab before
 * its description, or the line `:files` where a path is expected. The last word asked about is the one at
 * the cursor, marked by a colon, for some shells drop an empty word.
 */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const BASH = `# bash completion for agora-token
_agora_token() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" line
  local -a words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  # Bash splits at "=", and completes what follows it.
  [[ $cur == "=" ]] && cur=""
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ":files" ]]; then
      type compopt >/dev/null 2>&1 && compopt -o filenames
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
      return
    fi
    line="\${line%%$'\\t'*}"
    [[ $line == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$line")")
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" ":$cur" 2>/dev/null)
}
complete -F _agora_token agora-token
`;

const ZSH = `#compdef agora-token
_agora_token() {
  local line
  local -a candidates asked
  asked=("\${(@Q)words[2,CURRENT-1]}" ":\${(Q)PREFIX}")
  while IFS= read -r line; do
    if [[ $line == ":files" ]]; then
      compset -P '--*='
      _files
      return
    fi
    # _describe parts value and description at the first colon that is not escaped.
    if [[ $line == *$'\\t'* ]]; then
      candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      candidates+=("\${line//:/\\\\:}")
    fi
  done < <("\${(Q)words[1]}" __complete -- "\${asked[@]}" 2>/dev/null)
  (( \${#candidates} )) && _describe -V agora-token candidates
}
# Loaded from a file on fpath it is the function _agora-token, called at the first Tab.
if [[ \${funcstack[1]} == _agora[-_]token ]]; then
  _agora_token "$@"
else
  compdef _agora_token agora-token
fi
`;

const FISH = `# fish completion for agora-token
function __agora_token_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in ($program __complete -- $words ":$current" 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (string replace -r '^--[^=]*=' '' -- $current)
        else
            echo $line
        end
    end
end
complete -c agora-token -f -a '(__agora_token_complete)'
`;

const POWERSHELL = `# PowerShell completion for agora-token
Register-ArgumentCompleter -Native -CommandName agora-token -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements |
    Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { if ($null -ne $_.Value) { [string]$_.Value } else { $_.Extent.Text } })
  $program = $commandAst.CommandElements[0].Extent.Text
  & $program __complete -- @words ":$wordToComplete" 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if ($value -eq ':files') {
      [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    } elseif ($value.StartsWith($wordToComplete)) {
      if (-not $description) { $description = $value }
      # Whatever is not a plain word could run, or end the command: $(calc), x;calc. Typographic
      # quotes end a text too.
      $text = if ($value -match '^[\\w.=-]+$') { $value } else { "'" + ($value -replace "['\\u2018-\\u201b]", '$0$0') + "'" }
      [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
  }
}
`;

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
