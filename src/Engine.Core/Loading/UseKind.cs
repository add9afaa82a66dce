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

    WriteField,

    /// <summary>The address of a field is taken: to call a method on a struct, or to write through it.</summary>
    TakeFieldAddress,

    /// <summary>An instruction of interest: floating-point arithmetic, volatile access.</summary>
    Instruction,

    /// <summary>Unmanaged pointer or pinned local.</summary>
    Pointer,

    /// <summary>Call into a native library.</summary>
    Native,
}
