using System.Linq.Expressions;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>One class of benchmarks with one choice of its parameter: prepared once, then its benchmarks are called as often as is wanted.</summary>
internal sealed class Subject : IDisposable
{
    private readonly object _instance;
    private readonly Type _type;

    private Subject(Type type, object? parameter)
    {
        _type = type;
        Parameter = parameter?.ToString() ?? "";
        _instance = Activator.CreateInstance(type)!;
        if (parameter is not null) ParameterOf(type)!.SetValue(_instance, parameter);
        Call<GlobalSetupAttribute>();
    }

    /// <summary>Every class of benchmarks of this program.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(Subject).Assembly.GetTypes().Where(static type => BenchmarksOf(type).Any()).OrderBy(static type => type.Name, StringComparer.Ordinal)];

    /// <summary>The value of its parameter; empty where there is none.</summary>
    public string Parameter { get; }

    /// <summary>The values that the parameter of a class goes through; one null where there is none.</summary>
    public static IEnumerable<object?> ParametersOf(Type type) => ParameterOf(type)?.GetCustomAttribute<ParamsSourceAttribute>() is { } source
        ? ((IEnumerable<object?>)type.GetProperty(source.Name)!.GetValue(null)!)
        : [null];

    /// <summary>The benchmarks of a class.</summary>
    public static IEnumerable<MethodInfo> BenchmarksOf(Type type) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Public).Where(static method => method.GetCustomAttribute<BenchmarkAttribute>() is not null);

    /// <summary>The ids of all measures of a class, those of one group together.</summary>
    public static IEnumerable<string> IdsOf(Type type) => ParametersOf(type).SelectMany(parameter =>
        BenchmarksOf(type).Select(method => (GroupOf(method, parameter?.ToString() ?? "").Group, method.Name))).GroupBy(static one => one.Group, static (group, all) =>
            all.Select(one => $"{group}: {one.Name}")).SelectMany(static ids => ids);

    /// <summary>In which group a benchmark stands with this parameter.</summary>
    public static (string Group, Role Role) GroupOf(MethodInfo benchmark, string parameter)
    {
        var group = benchmark.GetCustomAttribute<GroupAttribute>() ?? throw new InvalidOperationException($"{benchmark.DeclaringType!.Name}.{benchmark.Name} stands in no group.");
        return (parameter.Length == 0 ? group.Name : $"{group.Name} {parameter}", group.Role);
    }

    /// <summary>A class with this value of its parameter, set up.</summary>
    public static Subject Prepare(Type type, object? parameter) => new(type, parameter);

    /// <summary>Calls the benchmark once, and waits for it.</summary>
    public Action ActionOf(MethodInfo benchmark)
    {
        var call = Expression.Call(Expression.Constant(_instance), benchmark);
        if (!typeof(Task).IsAssignableFrom(benchmark.ReturnType)) return Expression.Lambda<Action>(call).Compile();
        var start = Expression.Lambda<Func<Task>>(call).Compile();
        return () => start().GetAwaiter().GetResult();
    }

    /// <summary>Calls what the class cleans up with.</summary>
    public void Dispose() => Call<GlobalCleanupAttribute>();

    private static PropertyInfo? ParameterOf(Type type) => type.GetProperties().SingleOrDefault(static property => property.GetCustomAttribute<ParamsSourceAttribute>() is not null);

    private void Call<TAttribute>()
        where TAttribute : Attribute
    {
        var method = _type.GetMethods().SingleOrDefault(static method => method.GetCustomAttribute<TAttribute>() is not null);
        if (method?.Invoke(_instance, null) is Task task) task.GetAwaiter().GetResult();
    }
}

