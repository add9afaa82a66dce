namespace Engine.Core.Loading;

/// <summary>How a compiled member uses something.</summary>
internal enum UseKind
{
    /// <summary>Base type, field type, local, cast, array element, type argument, type of a called member.</summary>
    Type,

    /// <summary>Parameter or result type in the declaration of a member.</summary>
    Signature,

    /// <summary>Call, construction or method pointer.</summary>
    Call,

    ReadField,

    /// <summary>Assignment of a field, or its address taken for writing.</summary>
    WriteField,

    /// <summary>An instruction of interest: floating-point arithmetic, volatile access.</summary>
    Instruction,

    /// <summary>Unmanaged pointer or pinned local.</summary>
    Pointer,

    /// <summary>Call into a native library.</summary>
    Native,
}
