namespace Grpc.Core;

/// <summary>Names, on the generated base class of a service, the static method that binds its methods.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public class BindServiceMethodAttribute : Attribute
{
    /// <param name="bindType">Type that has the method.</param>
    /// <param name="bindMethodName">Name of the method <c>(ServiceBinderBase, service)</c>.</param>
    public BindServiceMethodAttribute(Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>Type that has the method.</summary>
    public Type BindType { get; }

    /// <summary>Name of the method.</summary>
    public string BindMethodName { get; }
}
