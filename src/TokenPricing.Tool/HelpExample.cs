namespace TokenPricing.Tool;

/// <summary>An example in the help: a command line without the name of the tool, and what it answers.</summary>
internal sealed record HelpExample(string Line, string Answer);
