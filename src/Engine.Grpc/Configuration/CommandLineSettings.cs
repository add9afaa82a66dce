using Engine.Core.Config;

namespace Engine.Grpc.Configuration;

/// <summary>Turns arguments that hold more than one value into settings.</summary>
internal static class CommandLineSettings
{
    /// <summary><c>key=value</c> as given to <c>--set</c>.</summary>
    /// <exception cref="ConfigException">There is no <c>=</c>, or nothing before it.</exception>
    public static KeyValuePair<string, string> Setting(string argument)
    {
        var separator = argument.IndexOf('=', StringComparison.Ordinal);
        if (separator <= 0)
        {
            // Not shown: it may be a secret that its key would have given away.
            throw new ConfigException("An argument of '--set' has no key and value: write key=value.");
        }
        return new(argument[..separator], argument[(separator + 1)..]);
    }

    /// <summary>
    /// A built-in strategy by its name, or <c>CLASS@ASSEMBLY.dll</c>; the section is called like the strategy or, for a
    /// class, like the class without its namespace.
    /// </summary>
    /// <exception cref="ConfigException">A part is empty.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Strategy(string argument)
    {
        var separator = argument.IndexOf('@', StringComparison.Ordinal);
        var type = separator < 0 ? argument : argument[..separator];
        var assembly = separator < 0 ? "" : argument[(separator + 1)..];
        var name = separator < 0 ? type : type[(type.LastIndexOf('.') + 1)..];
        if (name.Length == 0 || (separator >= 0 && assembly.Length == 0))
        {
            throw ConfigException.Invalid("--strategy", argument,
                "give the name of a built-in strategy, or CLASS@ASSEMBLY.dll");
        }
        yield return new($"strategies.{name}.type", type);
        if (assembly.Length > 0) yield return new($"strategies.{name}.assembly", assembly);
    }
}
