namespace Grpc.AspNetCore.Server;

/// <summary>A type of interceptors and what to create them with.</summary>
public class InterceptorRegistration
{
    private readonly object[] _arguments;

    internal InterceptorRegistration(Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (object argument in arguments)
        {
            if (argument is null)
            {
                throw new ArgumentException(
                    $"An argument of {type} is null; constructors are chosen by the types of the arguments.",
                    nameof(arguments));
            }
        }

        Type = type;
        _arguments = arguments;
    }

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>Arguments of its constructor that services do not provide.</summary>
    public IReadOnlyList<object> Arguments => _arguments;
}
