using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing completion SHELL</c>: writes a script that makes a shell complete command lines.</summary>
internal static class CompletionCommand
{
    // Readline ends words at ':' and '=', which occur in ids, so the part of the word before them must not be repeated.
    private const string Bash =
        """
        _token_pricing() {
            local line=${COMP_LINE:0:COMP_POINT}
            local word=${line##*[[:space:]]}
            local before=${word%"${word##*[$COMP_WORDBREAKS]}"}
            mapfile -t COMPREPLY < <(token-pricing '[suggest]' "$line" 2>/dev/null)
            COMPREPLY=("${COMPREPLY[@]#"$before"}")
        }
        complete -o default -F _token_pricing token-pricing
        """;

    private const string Zsh =
        """
        _token_pricing() {
            local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
            local -a answers
            answers=(${(f)"$(token-pricing '[suggest]' "$line" 2>/dev/null)"})
            if (( $#answers )); then
                compadd -M 'm:{a-zA-Z}={A-Za-z}' -a answers
            else
                _files
            fi
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef _token_pricing token-pricing
        """;

    private const string Fish =
        """
        function __token_pricing_complete
            set -l answers (token-pricing '[suggest]' (commandline -cp | string collect) 2>/dev/null)
            if test (count $answers) -gt 0
                printf '%s\n' $answers
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c token-pricing -f -a '(__token_pricing_complete)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName token-pricing -ScriptBlock {
            param($word, $command, $cursor)
            $length = $cursor - $command.Extent.StartOffset
            $line = $command.ToString().PadRight($length).Substring(0, $length)
            token-pricing '[suggest]' "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly (string Shell, string Script)[] Scripts =
        [("bash", Bash), ("zsh", Zsh), ("fish", Fish), ("powershell", PowerShell)];

    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(ToolConsole console)
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or powershell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Select(s => s.Shell)]);
        ToolCommand command = new(
            "completion",
            "A script by which your shell completes commands, options, models and providers.",
            [new("completion bash", "The script, on standard output.")])
        {
            Sections =
            [
                new(
                    "Installing, once",
                    new("bash", "echo 'source <(token-pricing completion bash)' >> ~/.bashrc"),
                    new("zsh", "echo 'source <(token-pricing completion zsh)' >> ~/.zshrc"),
                    new("fish", "token-pricing completion fish > ~/.config/fish/completions/token-pricing.fish"),
                    new("powershell", "Add-Content $PROFILE 'token-pricing completion powershell | Out-String | Invoke-Expression'")),
            ],
        };
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            string asked = parsed.GetValue(shell)!;
            console.Output.Write(Array.Find(Scripts, s => s.Shell == asked).Script.ReplaceLineEndings("\n") + "\n");
            return ExitCode.Answered;
        });
        return command;
    }
}
