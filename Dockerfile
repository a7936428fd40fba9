# The node as an image: restored and built by the SDK, run by a chiselled runtime that has no shell and no package manager.
#
#   docker build -t chat-akka .
#   docker run --read-only --tmpfs /tmp -v chat-data:/data -p 8080:8080 chat-akka
#
# docker/try.sh builds it and tries it out. A NuGet.Config of your own (a mirror, a feed with credentials) comes in as a secret, and stays in no layer:
#   docker build --secret id=nuget,src=NuGet.Config -t chat-akka .

ARG DOTNET=10.0
# The SDK runs on the builder's own processor; what it makes is for the target's.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS build
# Set by BuildKit and podman; code is then compiled ahead. Without it the image holds native libraries for all processors, and works as well.
ARG TARGETARCH
WORKDIR /source

# What the packages depend on first: as long as these files are the same, the layer with the packages is.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Chat.Protocol/Chat.Protocol.csproj src/Chat.Protocol/
COPY src/Chat.Domain/Chat.Domain.csproj src/Chat.Domain/
COPY src/Chat.Journal/Chat.Journal.csproj src/Chat.Journal/
COPY src/Chat.Actors/Chat.Actors.csproj src/Chat.Actors/
COPY src/Chat.Node/Chat.Node.csproj src/Chat.Node/
RUN --mount=type=secret,id=nuget,target=/run/secrets/NuGet.Config \
    if [ -s /run/secrets/NuGet.Config ]; then set -- --configfile /run/secrets/NuGet.Config; fi; \
    dotnet restore src/Chat.Node/Chat.Node.csproj ${TARGETARCH:+-a "$TARGETARCH"} "$@"

# With the rules of the code: a build here is as strict as one outside.
COPY .editorconfig ./
COPY src src
RUN dotnet publish src/Chat.Node/Chat.Node.csproj --no-restore -c Release ${TARGETARCH:+-a "$TARGETARCH"} --no-self-contained -p:UseAppHost=false -p:DebugType=none -o /app \
    && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET}-noble-chiseled
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Chat.Akka" \
      org.opencontainers.image.description="A self-hosted messaging backend on Akka.NET" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
WORKDIR /app
COPY --from=build /app .
# The user "app" of Microsoft's images; by number, so that Kubernetes can see that it is not root.
COPY --from=build --chown=1654:1654 /data /data
USER 1654:1654

# The listener is configured by Chat__Http__*; the variable of the base image would only cause a warning.
ENV Chat__DataFolder=/data \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_ENVIRONMENT=Production
VOLUME /data

# Public; management; admin; remoting. The latter three listen on loopback unless configured.
EXPOSE 8080 8558 9110 4053
# Drains: clients are told where to go, unfinished sends finish, shards move. Give it 75 s (docker stop -t 75).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["dotnet", "/app/Chat.Node.dll", "health"]
ENTRYPOINT ["dotnet", "/app/Chat.Node.dll"]
