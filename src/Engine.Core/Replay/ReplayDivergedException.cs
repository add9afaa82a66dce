using System.Globalization;
using System.Text;

namespace Engine.Core.Replay;

/// <summary>
/// This build and configuration decide otherwise than the journal says. The message shows the first difference.
/// </summary>
public sealed class ReplayDivergedException(ReplayDivergence divergence) : Exception(Text(divergence))
{
    public ReplayDivergence Divergence { get; } = divergence;

    /// <summary>Both records, field by field where they differ.</summary>
    public static string Text(ReplayDivergence divergence)
    {
        ArgumentNullException.ThrowIfNull(divergence);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"Replay differs from the journal at sequence {divergence.Sequence} (input {divergence.Input.Sequence}, "
                + $"{divergence.Input.Kind}).");
        if (divergence is { Recorded: { } recorded, Replayed: { } replayed })
        {
            foreach (var (name, first, second) in EventDescriber.Compare(in recorded, in replayed))
                text.Append(CultureInfo.InvariantCulture, $"\n  {name}: recorded {first}, replayed {second}");
        }
        else
        {
            var only = divergence.Recorded ?? divergence.Replayed!.Value;
            text.Append(divergence.Recorded is null ? "\n  Replayed only: " : "\n  Recorded only: ").Append(only.Kind);
            foreach (var (name, value) in EventDescriber.Describe(in only))
                text.Append(CultureInfo.InvariantCulture, $"\n    {name}: {value}");
        }
        return text.ToString();
    }
}
