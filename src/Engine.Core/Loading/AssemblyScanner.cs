using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Engine.Core.Loading;

/// <summary>
/// Reads a compiled assembly without loading it and lists what each of its members uses: types in declarations, locals
/// and casts, called methods, fields read and written, floating-point instructions, pointers, native calls.
/// Attributes are left out: they run nothing.
/// </summary>
internal sealed class AssemblyScanner : IDisposable
{
    private const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";

    private const string ReadOnlyStruct = "System.Runtime.CompilerServices.IsReadOnlyAttribute";

    private readonly PEReader _image;
    private readonly MetadataReader _reader;
    private readonly SignatureNames _names;
    private readonly List<MemberUse> _uses = [];
    private readonly List<ScannedType> _types = [];
    private string _userType = "";
    private string _userMember = "";
    private bool _isSynthesized;
    private UseKind _typeUseKind = UseKind.Type;
    private bool _isSpanConstruction;

    private AssemblyScanner(Stream stream)
    {
        _image = new PEReader(stream, PEStreamOptions.LeaveOpen);
        if (!_image.HasMetadata)
        {
            _image.Dispose();
            throw new BadImageFormatException("The file has no .NET metadata.");
        }
        _reader = _image.GetMetadataReader();
        _names = new SignatureNames(
            (assembly, type) => Add(_typeUseKind, assembly, type, "", ""),
            text => AddPointer(text));
    }

    /// <exception cref="BadImageFormatException">The stream is no .NET assembly.</exception>
    public static AssemblyScan Scan(Stream stream)
    {
        using var scanner = new AssemblyScanner(stream);
        return scanner.Run();
    }

    public void Dispose() => _image.Dispose();

    private AssemblyScan Run()
    {
        foreach (var handle in _reader.TypeDefinitions) ScanType(handle);
        var references = _reader.AssemblyReferences
            .Select(h => _reader.GetString(_reader.GetAssemblyReference(h).Name));
        return new AssemblyScan(
            _reader.GetString(_reader.GetAssemblyDefinition().Name), [.. references], _types, _uses);
    }

    private void ScanType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        _userType = SignatureNames.NameOf(_reader, handle);
        _userMember = "";
        _isSynthesized = false;

        var baseType = type.BaseType.IsNil ? "" : NameOf(type.BaseType);
        var interfaces = new List<string>();
        foreach (var implemented in type.GetInterfaceImplementations())
            interfaces.Add(NameOf(_reader.GetInterfaceImplementation(implemented).Interface));
        ScanConstraints(type.GetGenericParameters());

        var fields = new List<ScannedField>();
        foreach (var field in type.GetFields()) fields.Add(ScanField(_reader.GetFieldDefinition(field)));
        var isReadOnly = HasAttribute(type.GetCustomAttributes(), ReadOnlyStruct);
        _types.Add(new ScannedType(_userType, baseType, interfaces, IsInGeneratedType(handle), isReadOnly, fields));

        foreach (var method in type.GetMethods()) ScanMethod(_reader.GetMethodDefinition(method));
    }

    private ScannedField ScanField(FieldDefinition field)
    {
        _userMember = _reader.GetString(field.Name);
        var typeName = field.DecodeSignature(_names, null);
        return new ScannedField(
            _userType,
            _userMember,
            typeName,
            field.Attributes.HasFlag(FieldAttributes.Static),
            field.Attributes.HasFlag(FieldAttributes.InitOnly),
            field.Attributes.HasFlag(FieldAttributes.Literal));
    }

    private void ScanMethod(MethodDefinition method)
    {
        _userMember = _reader.GetString(method.Name);

        // Lambdas and local functions carry the attribute too, but a person wrote what they do.
        _isSynthesized = HasAttribute(method.GetCustomAttributes(), CompilerGenerated)
                         && (!_userMember.StartsWith('<') || _userMember == "<Clone>$");
        _typeUseKind = UseKind.Signature;
        method.DecodeSignature(_names, null);
        _typeUseKind = UseKind.Type;
        ScanConstraints(method.GetGenericParameters());

        if (method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        {
            var import = method.GetImport();
            var library = import.Module.IsNil ? "" : _reader.GetString(_reader.GetModuleReference(import.Module).Name);
            Add(UseKind.Native, "", library, _reader.GetString(import.Name), "");
        }
        if (method.RelativeVirtualAddress != 0) ScanBody(_image.GetMethodBody(method.RelativeVirtualAddress));
        _isSynthesized = false;
    }

    private void ScanConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var constraint in _reader.GetGenericParameter(parameter).GetConstraints())
                NameOf(_reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void ScanBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null);
        foreach (var region in body.ExceptionRegions)
            if (!region.CatchType.IsNil) NameOf(region.CatchType);

        var reader = body.GetILReader();
        while (reader.RemainingBytes > 0)
        {
            var token = InstructionSet.Read(ref reader, out var code);
            if (InstructionSet.IsFloating(code) || code.Name == "volatile.")
                Add(UseKind.Instruction, "", code.Name!, "", "");
            if (token != 0) ScanOperand(MetadataTokens.EntityHandle(token), FieldUseOf(code.Name!));
        }
    }

    private static UseKind FieldUseOf(string instruction) => instruction switch
    {
        "stfld" or "stsfld" => UseKind.WriteField,
        "ldflda" or "ldsflda" => UseKind.TakeFieldAddress,
        _ => UseKind.ReadField,
    };

    private void ScanOperand(EntityHandle handle, UseKind fieldUse)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                NameOf(handle);
                break;
            case HandleKind.MethodDefinition:
                AddOwnCall(_reader.GetMethodDefinition((MethodDefinitionHandle)handle));
                break;
            case HandleKind.FieldDefinition:
                AddOwnField(_reader.GetFieldDefinition((FieldDefinitionHandle)handle), fieldUse);
                break;
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(_names, null);
                ScanOperand(specification.Method, UseKind.Call);
                break;
            case HandleKind.MemberReference:
                AddMember(_reader.GetMemberReference((MemberReferenceHandle)handle), fieldUse);
                break;
        }
    }

    private void AddOwnCall(MethodDefinition method)
    {
        var owner = SignatureNames.NameOf(_reader, method.GetDeclaringType());
        var arguments = string.Join(',', method.DecodeSignature(_names, null).ParameterTypes);
        Add(UseKind.Call, "", owner, _reader.GetString(method.Name), arguments);
    }

    private void AddOwnField(FieldDefinition field, UseKind fieldUse)
    {
        var owner = SignatureNames.NameOf(_reader, field.GetDeclaringType());
        var type = field.DecodeSignature(_names, null);
        Add(fieldUse, "", owner, _reader.GetString(field.Name), type);
    }

    private void AddMember(MemberReference member, UseKind fieldUse)
    {
        var name = _reader.GetString(member.Name);
        var (assembly, owner) = ParentOf(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
        {
            // Constant spans and stackalloc compile to a constructor that takes an address; nobody wrote a pointer.
            _isSpanConstruction = name == ".ctor" && owner is "System.Span`1" or "System.ReadOnlySpan`1";
            var arguments = string.Join(',', member.DecodeMethodSignature(_names, null).ParameterTypes);
            _isSpanConstruction = false;
            Add(UseKind.Call, assembly, owner, name, arguments);
            return;
        }
        var type = member.DecodeFieldSignature(_names, null);
        Add(fieldUse, assembly, owner, name, type);
    }

    private (string Assembly, string Type) ParentOf(EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference:
                return SignatureNames.NameOf(_reader, (TypeReferenceHandle)parent);
            case HandleKind.TypeDefinition:
                return ("", SignatureNames.NameOf(_reader, (TypeDefinitionHandle)parent));
            case HandleKind.TypeSpecification:
                var first = _uses.Count;
                var text = NameOf(parent);
                var brace = text.IndexOf('{', StringComparison.Ordinal);
                // The first type told of a constructed type is the generic type itself.
                return (_uses.Count > first ? _uses[first].TargetAssembly : "", brace < 0 ? text : text[..brace]);
            default:
                return ("", "");
        }
    }

    private string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => _names.GetTypeFromDefinition(_reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => _names.GetTypeFromReference(_reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => _names.GetTypeFromSpecification(
            _reader, null, (TypeSpecificationHandle)handle, 0),
        _ => throw new BadImageFormatException($"A {handle.Kind} stands where a type belongs."),
    };

    private bool IsInGeneratedType(TypeDefinitionHandle handle)
    {
        for (var at = handle; !at.IsNil; at = _reader.GetTypeDefinition(at).GetDeclaringType())
        {
            var type = _reader.GetTypeDefinition(at);
            if (HasAttribute(type.GetCustomAttributes(), CompilerGenerated)) return true;
        }
        return false;
    }

    private bool HasAttribute(CustomAttributeHandleCollection attributes, string name)
    {
        foreach (var handle in attributes)
        {
            var constructor = _reader.GetCustomAttribute(handle).Constructor;
            if (constructor.Kind != HandleKind.MemberReference) continue;
            var parent = _reader.GetMemberReference((MemberReferenceHandle)constructor).Parent;
            if (parent.Kind == HandleKind.TypeReference
                && SignatureNames.NameOf(_reader, (TypeReferenceHandle)parent).Name == name)
            {
                return true;
            }
        }
        return false;
    }

    private void AddPointer(string text)
    {
        if (!_isSpanConstruction) Add(UseKind.Pointer, "", text, "", "");
    }

    private void Add(UseKind kind, string assembly, string type, string member, string arguments)
    {
        _uses.Add(new MemberUse(_userType, _userMember, _isSynthesized, kind, assembly, type, member, arguments));
    }
}
