using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Engine.Rpc.Services;

/// <summary>
/// What a server offers, by name: services, files with all that they import, symbols, extensions. Built once, then only
/// read.
/// </summary>
public sealed class ReflectionCatalog
{
    private readonly SortedDictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _extensions = [];

    /// <param name="services">Descriptors of the services that the server has, from their generated classes.</param>
    public ReflectionCatalog(params IEnumerable<ServiceDescriptor> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        ServiceDescriptor[] all = [.. services];
        Services = [.. all.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        foreach (ServiceDescriptor service in all)
        {
            AddFile(service.File);
        }
    }

    /// <summary>Full names of the services, ordered.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>The serialised file of that name, followed by those that it imports; null if it is not known.</summary>
    public IReadOnlyList<ByteString>? FileByName(string name) => WithImports(_files.GetValueOrDefault(name));

    /// <summary>The same for the file that declares a symbol.</summary>
    public IReadOnlyList<ByteString>? FileBySymbol(string fullName) =>
        WithImports(_symbols.GetValueOrDefault(fullName));

    /// <summary>The same for the file that declares an extension.</summary>
    public IReadOnlyList<ByteString>? FileByExtension(string extendedType, int number) =>
        WithImports(_extensions.GetValueOrDefault((extendedType, number)));

    /// <summary>Numbers of the extensions of a message, ascending; null if no such message is known.</summary>
    public IReadOnlyList<int>? ExtensionNumbers(string extendedType) =>
        _symbols.TryGetValue(extendedType, out FileDescriptor? file) && IsMessage(file, extendedType)
            ? [.. _extensions.Keys.Where(key => key.Type == extendedType).Select(key => key.Number).Order()]
            : null;

    private static bool IsMessage(FileDescriptor file, string fullName) =>
        file.MessageTypes.SelectMany(WithNested).Any(message => message.FullName == fullName);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.SelectMany(WithNested).Prepend(message);

    private static List<ByteString>? WithImports(FileDescriptor? file)
    {
        if (file is null)
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var serialised = new List<ByteString>();
        Add(file);
        return serialised;

        void Add(FileDescriptor one)
        {
            if (seen.Add(one.Name))
            {
                serialised.Add(one.SerializedData);
                foreach (FileDescriptor import in one.Dependencies)
                {
                    Add(import);
                }
            }
        }
    }

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (ServiceDescriptor service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (MethodDescriptor method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (MessageDescriptor message in file.MessageTypes.SelectMany(WithNested))
        {
            AddMessage(file, message);
        }

        AddEnums(file, file.EnumTypes);
        AddExtensions(file, file.Extensions);
        foreach (FileDescriptor import in file.Dependencies)
        {
            AddFile(import);
        }
    }

    private void AddMessage(FileDescriptor file, MessageDescriptor message)
    {
        _symbols[message.FullName] = file;
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = file;
        }

        foreach (OneofDescriptor oneof in message.Oneofs)
        {
            _symbols[oneof.FullName] = file;
        }

        AddEnums(file, message.EnumTypes);
        AddExtensions(file, message.Extensions);
    }

    private void AddEnums(FileDescriptor file, IEnumerable<EnumDescriptor> enums)
    {
        foreach (EnumDescriptor type in enums)
        {
            _symbols[type.FullName] = file;
            foreach (EnumValueDescriptor value in type.Values)
            {
                _symbols[value.FullName] = file;
            }
        }
    }

    private void AddExtensions(FileDescriptor file, ExtensionCollection extensions)
    {
        foreach (FieldDescriptor extension in extensions.UnorderedExtensions)
        {
            _symbols[extension.FullName] = file;
            _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }
}
