using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Engine.Core.Loading;

/// <summary>Reads one instruction after the other from the body of a compiled method.</summary>
internal static class InstructionSet
{
    private const byte TwoByteMark = 0xFE;

    private static readonly OpCode?[] OneByte = new OpCode?[256];
    private static readonly OpCode?[] TwoByte = new OpCode?[256];

    static InstructionSet()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is not OpCode code) continue;
            (code.Size == 1 ? OneByte : TwoByte)[(byte)code.Value] = code;
        }
    }

    /// <summary>Reads an instruction; the reader then stands behind it.</summary>
    /// <returns>The metadata token it names, or 0.</returns>
    /// <exception cref="BadImageFormatException">The bytes are no instruction.</exception>
    public static int Read(ref BlobReader reader, out OpCode code)
    {
        var first = reader.ReadByte();
        code = (first == TwoByteMark ? TwoByte[reader.ReadByte()] : OneByte[first])
               ?? throw new BadImageFormatException($"Unknown instruction 0x{first:x2}.");
        switch (code.OperandType)
        {
            case OperandType.InlineNone:
                return 0;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                reader.ReadByte();
                return 0;
            case OperandType.InlineVar:
                reader.ReadInt16();
                return 0;
            case OperandType.InlineI8 or OperandType.InlineR:
                reader.ReadInt64();
                return 0;
            case OperandType.InlineSwitch:
                var targets = reader.ReadInt32();
                for (var i = 0; i < targets; i++) reader.ReadInt32();
                return 0;
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                return reader.ReadInt32();
            default:
                reader.ReadInt32();
                return 0;
        }
    }

    /// <summary>Arithmetic, conversion or memory access in floating point.</summary>
    public static bool IsFloating(OpCode code) =>
        code.Name is { } name
        && (name.EndsWith(".r4", StringComparison.Ordinal)
            || name.EndsWith(".r8", StringComparison.Ordinal)
            || name is "conv.r.un" or "ckfinite");
}
