using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using ControlCli.Output;

namespace ControlCli.Verbs;

/// <summary><c>token create</c>: a new token, and what to write into the configuration for it.</summary>
internal static class TokenVerbs
{
    private const int TokenBytes = 32;
    private const int NameCharsMax = 32;

    private static readonly string[] Roles = ["viewer", "operator", "emergency", "admin"];

    public static Command Create(CliConsole console)
    {
        var noun = new Command("token", "Tokens that callers show to the engine.");
        var name = new Argument<string>("NAME") { Description = "Of whoever will hold it: the principal in the journal." };
        var role = new Option<string>("--role")
        {
            HelpName = string.Join('|', Roles),
            Description = "What it may do.",
            Required = true,
        };
        role.AcceptOnlyFromAmong(Roles);
        var output = SharedOptions.Output([SharedOptions.Table, SharedOptions.Json]);
        var command = new VerbCommand("create",
            "Make a token. It is shown once; the engine's configuration gets its hash only.",
            "enginectl token create alice --role operator")
        {
            name, role, output,
        };
        command.SetAction(arguments =>
        {
            Write(console, Check(arguments.GetRequiredValue(name)), arguments.GetRequiredValue(role),
                arguments.GetValue(output) == SharedOptions.Json);
            return (int)ExitCode.Ok;
        });
        noun.Subcommands.Add(command);
        return noun;
    }

    private static void Write(CliConsole console, string name, string role, bool isJson)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        new Report()
            .Field("Token", "token", Cell.Of(token))
            .Field("Name", "name", Cell.Of(name))
            .Field("Role", "role", Cell.Of(role))
            .Lines("SETTINGS OF THE ENGINE", "settings",
                [$"control.tokens.{name}.sha256={hash}", $"control.tokens.{name}.role={role}"])
            .Write(console, isJson);
        if (!isJson)
        {
            console.Error.WriteLine(
                "The token is not kept anywhere: put it into a file of mode 600 and name that with --token-file.");
        }
    }

    private static string Check(string name)
    {
        if (name.Length is > 0 and <= NameCharsMax
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return name;
        throw new CliException(ExitCode.Usage,
            $"The name '{name}' cannot be used: give 1 to {NameCharsMax} letters, digits, '-' or '_'.");
    }
}
