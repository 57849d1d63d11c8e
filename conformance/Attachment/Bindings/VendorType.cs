using System.Reflection;
using System.Runtime.Loader;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>Finds a vendor's .NET type. Its own dependencies are loaded beside it; the interface is the suite's.</summary>
internal static class VendorType
{
    /// <summary>An instance of the type, guarded.</summary>
    /// <exception cref="AttachmentException">There is none such, or it cannot be made.</exception>
    public static IUpperTester Create(UpperTesterBinding.InProcess binding, Deadlines deadlines)
    {
        var type = Find(binding);
        if (!typeof(IUpperTester).IsAssignableFrom(type))
            throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected that {binding.Type} implements {typeof(IUpperTester).FullName}, it does not; it must be built with this suite's assembly.");
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected that {binding.Type} has a public constructor without parameters, it has none; add one.");
        try
        {
            return new GuardedUpperTester((IUpperTester)Activator.CreateInstance(type)!, deadlines);
        }
        catch (TargetInvocationException exception)
        {
            throw new AttachmentException(AttachmentFault.Died, $"Expected an instance of {binding.Type}, its constructor threw {exception.InnerException!.GetType().Name}: {exception.InnerException.Message}");
        }
    }

    private static Type Find(UpperTesterBinding.InProcess binding)
    {
        var path = Path.GetFullPath(binding.Assembly);
        if (!File.Exists(path)) throw new AttachmentException(AttachmentFault.Missing, $"Expected a .NET assembly at {binding.Assembly}, there is no file; correct the path in the IXIT.");
        try
        {
            var assembly = new Beside(path).LoadFromAssemblyPath(path);
            return assembly.GetType(binding.Type) ?? throw new AttachmentException(
                AttachmentFault.Missing,
                $"Expected a type {binding.Type} in {binding.Assembly}, there are {Listed(assembly.GetExportedTypes().Where(typeof(IUpperTester).IsAssignableFrom))}; correct the name in the IXIT.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw new AttachmentException(AttachmentFault.Missing, $"Expected a .NET assembly at {binding.Assembly}, but: {exception.Message}");
        }
    }

    private static string Listed(IEnumerable<Type> types) => types.Select(static type => type.FullName!).ToList() is { Count: > 0 } names ? string.Join(", ", names) : "none that implements IUpperTester";

    private sealed class Beside(string path) : AssemblyLoadContext(Path.GetFileName(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        // What the suite has loaded is the same for both sides, or the interface would not be.
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name) ? null
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found)
            : null;
    }
}
