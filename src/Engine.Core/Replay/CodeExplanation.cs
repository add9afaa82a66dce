namespace Engine.Core.Replay;

/// <summary>What a code means and what to do about it.</summary>
/// <param name="Family">What kind of code it is: see <see cref="CodeCatalog"/>.</param>
public sealed record CodeExplanation(string Family, int Number, string Name, string Meaning, string Remedy);
