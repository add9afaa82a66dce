using System.Runtime.InteropServices;

namespace Engine.Core.Tests.ArchitectureFixtures;

/// <summary>Structs that break one layout rule each; the layout tests must report them.</summary>
public static class BadLayouts
{
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Good
    {
        [FieldOffset(0)] public int First;
        [FieldOffset(4)] public int Padding;
        [FieldOffset(8)] public long Second;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Hole
    {
        [FieldOffset(0)] public int First;
        [FieldOffset(8)] public long Second;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    public struct Overlap
    {
        [FieldOffset(0)] public long First;
        [FieldOffset(4)] public int Second;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Misaligned
    {
        [FieldOffset(0)] public int First;
        [FieldOffset(4)] public long Second;
        [FieldOffset(12)] public int Third;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    public struct WrongConstant
    {
        public const int SizeInBytes = 24;

        [FieldOffset(0)] public long First;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    public struct WrongSize
    {
        [FieldOffset(0)] public long First;
        [FieldOffset(8)] public long Second;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    public struct Reference
    {
        [FieldOffset(0)] public string Text;
    }
}
