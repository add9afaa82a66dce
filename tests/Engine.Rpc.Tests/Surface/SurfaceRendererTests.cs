using Xunit;

namespace Engine.Rpc.Tests.Surface;

/// <summary>The renderer tells apart whatever a caller could tell apart.</summary>
public sealed class SurfaceRendererTests
{
    private const string Here = "Engine.Rpc.Tests.Surface.SurfaceRendererTests";

    /// <summary>A choice with a gap.</summary>
    public enum Choice : byte
    {
        Second = 2,
    }

    /// <summary>A function that hands a value in and another out.</summary>
    public delegate TOut Turn<in TIn, out TOut>(TIn value) where TIn : class;

    /// <summary>A member of every kind.</summary>
    public abstract class Sample<T> : Lazy<string?>, IProgress<Sample<T>>, ICloneable where T : class, new()
    {
        public const int Limit = 3;
        public static readonly Sample<T>? Shared;
        internal int Hidden = Limit;

        protected internal Sample(string text, T? wanted)
        {
            Text = text;
            Wish = wanted;
        }

        internal Sample() => Text = "";

        public event EventHandler? Changed;

        public string Text { get; protected set; }

        public T? Wish { get; init; }

        protected abstract Func<string?, object, byte[]?> Wanted { get; }

        public int this[string? key] => Hidden + (key is null ? 0 : 1);

        public static int operator +(Sample<T> left, int right) => left.Hidden + right;

        public void Pass(ref int a, out int b, in int c, params object?[]? rest) => b = a + c + rest!.Length + Hidden;

        public void Defaults(int? a = null, string b = "x", Choice c = Choice.Second,
            CancellationToken stop = default) =>
            Changed?.Invoke(this, EventArgs.Empty);

        public virtual Dictionary<string, TOther?>? Find<TOther>(TOther? other) where TOther : struct => null;

        public void Report(Sample<T> value) => value.Hidden = 0;

        public sealed override string ToString() => Text;

        object ICloneable.Clone() => MemberwiseClone();

        /// <summary>Seen by derived classes only.</summary>
        protected interface IInner
        {
            void Run() => throw new NotSupportedException();
        }
    }

    [Fact]
    public void A_class_shows_its_bases_constraints_and_members_and_no_overrides()
    {
        string[] expected =
        [
            " : class abstract : System.Lazy<string>, System.ICloneable, System.IProgress<@> where T : class, new()",
            ".Changed : event System.EventHandler",
            ".Defaults(int? a = null, string b = \"x\", " + Here
                + ".Choice c = 2, System.Threading.CancellationToken stop = default) : void",
            ".Find<TOther>(TOther? other) : virtual System.Collections.Generic.Dictionary<string, TOther?>? "
                + "where TOther : struct",
            ".Limit : const int = 3",
            ".Pass(ref int a, out int b, in int c, params object?[]? rest) : void",
            ".Report(@ value) : void",
            ".Shared : static readonly @?",
            ".Text : string { get; protected set; }",
            ".Wanted : protected abstract System.Func<string?, object, byte[]?> { get; }",
            ".Wish : T { get; init; }",
            ".new(string text, T wanted) : protected constructor",
            ".op_Addition(@ left, int right) : static int",
            ".this[string? key] : int { get; }",
        ];
        const string Name = Here + ".Sample<T>";
        AssertLines([.. expected.Select(line => Name + line.Replace("@", Name, StringComparison.Ordinal))],
            SurfaceRenderer.Render([typeof(Sample<>)]));
    }

    [Fact]
    public void Delegates_show_variance_and_enums_their_numbers()
    {
        string[] expected =
        [
            Here + ".Choice : enum byte",
            Here + ".Choice.Second = 2",
            Here + ".Turn<in TIn, out TOut> : delegate TOut (TIn value) where TIn : class",
        ];
        AssertLines(expected, SurfaceRenderer.Render([typeof(Turn<,>), typeof(Choice), typeof(SurfaceDifference)]));
    }

    [Fact]
    public void A_nested_interface_shows_its_default_members_as_virtual()
    {
        var inner = typeof(Sample<>).GetNestedTypes(System.Reflection.BindingFlags.NonPublic);
        string[] expected =
        [
            Here + ".Sample<T>.IInner : protected interface",
            Here + ".Sample<T>.IInner.Run() : virtual void",
        ];
        AssertLines(expected, SurfaceRenderer.Render(inner));
    }

    private static void AssertLines(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
}
