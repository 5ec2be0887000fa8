import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace grpc. */
export namespace grpc {

    /** Namespace health. */
    namespace health {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a HealthCheckRequest.
             * @deprecated Use grpc.health.v1.HealthCheckRequest.$Properties instead.
             */
            interface IHealthCheckRequest extends grpc.health.v1.HealthCheckRequest.$Properties {
            }

            /** Represents a HealthCheckRequest. */
            class HealthCheckRequest {

                /**
                 * Constructs a new HealthCheckRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckRequest service. */
                service: string;

                /**
                 * Creates a new HealthCheckRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckRequest instance
                 */
                static create(properties: grpc.health.v1.HealthCheckRequest.$Shape): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckRequest.$Properties): grpc.health.v1.HealthCheckRequest;

                /**
                 * Encodes the specified HealthCheckRequest message. Does not implicitly {@link grpc.health.v1.HealthCheckRequest.verify|verify} messages.
                 * @param message HealthCheckRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape} HealthCheckRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
            }

            namespace HealthCheckRequest {

                /** Properties of a HealthCheckRequest. */
                interface $Properties {

                    /** HealthCheckRequest service */
                    service?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckRequest. */
                type $Shape = grpc.health.v1.HealthCheckRequest.$Properties;
            }

            /**
             * Properties of a HealthCheckResponse.
             * @deprecated Use grpc.health.v1.HealthCheckResponse.$Properties instead.
             */
            interface IHealthCheckResponse extends grpc.health.v1.HealthCheckResponse.$Properties {
            }

            /** Represents a HealthCheckResponse. */
            class HealthCheckResponse {

                /**
                 * Constructs a new HealthCheckResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckResponse status. */
                status: grpc.health.v1.HealthCheckResponse.ServingStatus;

                /**
                 * Creates a new HealthCheckResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckResponse instance
                 */
                static create(properties: grpc.health.v1.HealthCheckResponse.$Shape): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckResponse.$Properties): grpc.health.v1.HealthCheckResponse;

                /**
                 * Encodes the specified HealthCheckResponse message. Does not implicitly {@link grpc.health.v1.HealthCheckResponse.verify|verify} messages.
                 * @param message HealthCheckResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape} HealthCheckResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
            }

            namespace HealthCheckResponse {

                /** Properties of a HealthCheckResponse. */
                interface $Properties {

                    /** HealthCheckResponse status */
                    status?: (grpc.health.v1.HealthCheckResponse.ServingStatus|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckResponse. */
                type $Shape = grpc.health.v1.HealthCheckResponse.$Properties;

                /** ServingStatus enum. */
                enum ServingStatus {

                    /** UNKNOWN value */
                    UNKNOWN = 0,

                    /** SERVING value */
                    SERVING = 1,

                    /** NOT_SERVING value */
                    NOT_SERVING = 2,

                    /** SERVICE_UNKNOWN value */
                    SERVICE_UNKNOWN = 3
                }
            }

            /** Represents a Health */
            class Health extends $protobuf.rpc.Service {

                /**
                 * Constructs a new Health service.
                 * @param rpcImpl RPC implementation
                 * @param [requestDelimited=false] Whether requests are length-delimited
                 * @param [responseDelimited=false] Whether responses are length-delimited
                 */
                constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

                /**
                 * Creates new Health service using the specified rpc implementation.
                 * @param rpcImpl RPC implementation
                 * @param [requestDelimited=false] Whether requests are length-delimited
                 * @param [responseDelimited=false] Whether responses are length-delimited
                 * @returns RPC service. Useful where requests and/or responses are streamed.
                 */
                static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Health;

                /** Calls Check. */
                check: grpc.health.v1.Health.Check;

                /** Calls Watch. */
                watch: grpc.health.v1.Health.Watch;
            }

            namespace Health {

                /**
                 * Callback as used by {@link grpc.health.v1.Health#check}.
                 * @param error Error, if any
                 * @param [response] HealthCheckResponse
                 */
                type CheckCallback = (error: (Error|null), response?: grpc.health.v1.HealthCheckResponse) => void;

                /** Calls Check. */
                type Check = {
                  (request: grpc.health.v1.IHealthCheckRequest, callback: grpc.health.v1.Health.CheckCallback): void;
                  (request: grpc.health.v1.IHealthCheckRequest): Promise<grpc.health.v1.HealthCheckResponse>;
                  readonly name: "Check";
                  readonly path: "/grpc.health.v1.Health/Check";
                  readonly requestType: "HealthCheckRequest";
                  readonly responseType: "HealthCheckResponse";
                  readonly requestStream: undefined;
                  readonly responseStream: undefined;
                };

                /**
                 * Callback as used by {@link grpc.health.v1.Health#watch}.
                 * @param error Error, if any
                 * @param [response] HealthCheckResponse
                 */
                type WatchCallback = (error: (Error|null), response?: grpc.health.v1.HealthCheckResponse) => void;

                /** Calls Watch. */
                type Watch = {
                  (request: grpc.health.v1.IHealthCheckRequest, callback: grpc.health.v1.Health.WatchCallback): void;
                  (request: grpc.health.v1.IHealthCheckRequest): Promise<grpc.health.v1.HealthCheckResponse>;
                  readonly name: "Watch";
                  readonly path: "/grpc.health.v1.Health/Watch";
                  readonly requestType: "HealthCheckRequest";
                  readonly responseType: "HealthCheckResponse";
                  readonly requestStream: undefined;
                  readonly responseStream: true;
                };
            }
        }
    }
}

/** Namespace externalscaler. */
export namespace externalscaler {

    /** Represents an ExternalScaler */
    class ExternalScaler extends $protobuf.rpc.Service {

        /**
         * Constructs a new ExternalScaler service.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         */
        constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

        /**
         * Creates new ExternalScaler service using the specified rpc implementation.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         * @returns RPC service. Useful where requests and/or responses are streamed.
         */
        static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): ExternalScaler;

        /** Calls IsActive. */
        isActive: externalscaler.ExternalScaler.IsActive;

        /** Calls StreamIsActive. */
        streamIsActive: externalscaler.ExternalScaler.StreamIsActive;

        /** Calls GetMetricSpec. */
        getMetricSpec: externalscaler.ExternalScaler.GetMetricSpec;

        /** Calls GetMetrics. */
        getMetrics: externalscaler.ExternalScaler.GetMetrics;

        /** Calls StreamMetricSpec. */
        streamMetricSpec: externalscaler.ExternalScaler.StreamMetricSpec;
    }

    namespace ExternalScaler {

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#isActive}.
         * @param error Error, if any
         * @param [response] IsActiveResponse
         */
        type IsActiveCallback = (error: (Error|null), response?: externalscaler.IsActiveResponse) => void;

        /** Calls IsActive. */
        type IsActive = {
          (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.IsActiveCallback): void;
          (request: externalscaler.IScaledObjectRef): Promise<externalscaler.IsActiveResponse>;
          readonly name: "IsActive";
          readonly path: "/externalscaler.ExternalScaler/IsActive";
          readonly requestType: "ScaledObjectRef";
          readonly responseType: "IsActiveResponse";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#streamIsActive}.
         * @param error Error, if any
         * @param [response] IsActiveResponse
         */
        type StreamIsActiveCallback = (error: (Error|null), response?: externalscaler.IsActiveResponse) => void;

        /** Calls StreamIsActive. */
        type StreamIsActive = {
          (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.StreamIsActiveCallback): void;
          (request: externalscaler.IScaledObjectRef): Promise<externalscaler.IsActiveResponse>;
          readonly name: "StreamIsActive";
          readonly path: "/externalscaler.ExternalScaler/StreamIsActive";
          readonly requestType: "ScaledObjectRef";
          readonly responseType: "IsActiveResponse";
          readonly requestStream: undefined;
          readonly responseStream: true;
        };

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#getMetricSpec}.
         * @param error Error, if any
         * @param [response] GetMetricSpecResponse
         */
        type GetMetricSpecCallback = (error: (Error|null), response?: externalscaler.GetMetricSpecResponse) => void;

        /** Calls GetMetricSpec. */
        type GetMetricSpec = {
          (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.GetMetricSpecCallback): void;
          (request: externalscaler.IScaledObjectRef): Promise<externalscaler.GetMetricSpecResponse>;
          readonly name: "GetMetricSpec";
          readonly path: "/externalscaler.ExternalScaler/GetMetricSpec";
          readonly requestType: "ScaledObjectRef";
          readonly responseType: "GetMetricSpecResponse";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#getMetrics}.
         * @param error Error, if any
         * @param [response] GetMetricsResponse
         */
        type GetMetricsCallback = (error: (Error|null), response?: externalscaler.GetMetricsResponse) => void;

        /** Calls GetMetrics. */
        type GetMetrics = {
          (request: externalscaler.IGetMetricsRequest, callback: externalscaler.ExternalScaler.GetMetricsCallback): void;
          (request: externalscaler.IGetMetricsRequest): Promise<externalscaler.GetMetricsResponse>;
          readonly name: "GetMetrics";
          readonly path: "/externalscaler.ExternalScaler/GetMetrics";
          readonly requestType: "GetMetricsRequest";
          readonly responseType: "GetMetricsResponse";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#streamMetricSpec}.
         * @param error Error, if any
         * @param [response] GetMetricSpecResponse
         */
        type StreamMetricSpecCallback = (error: (Error|null), response?: externalscaler.GetMetricSpecResponse) => void;

        /** Calls StreamMetricSpec. */
        type StreamMetricSpec = {
          (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.StreamMetricSpecCallback): void;
          (request: externalscaler.IScaledObjectRef): Promise<externalscaler.GetMetricSpecResponse>;
          readonly name: "StreamMetricSpec";
          readonly path: "/externalscaler.ExternalScaler/StreamMetricSpec";
          readonly requestType: "ScaledObjectRef";
          readonly responseType: "GetMetricSpecResponse";
          readonly requestStream: undefined;
          readonly responseStream: true;
        };
    }

    /**
     * Properties of a ScaledObjectRef.
     * @deprecated Use externalscaler.ScaledObjectRef.$Properties instead.
     */
    interface IScaledObjectRef extends externalscaler.ScaledObjectRef.$Properties {
    }

    /** Represents a ScaledObjectRef. */
    class ScaledObjectRef {

        /**
         * Constructs a new ScaledObjectRef.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.ScaledObjectRef.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ScaledObjectRef name. */
        name: string;

        /** ScaledObjectRef namespace. */
        namespace: string;

        /** ScaledObjectRef scalerMetadata. */
        scalerMetadata: { [k: string]: string };

        /**
         * Creates a new ScaledObjectRef instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ScaledObjectRef instance
         */
        static create(properties: externalscaler.ScaledObjectRef.$Shape): externalscaler.ScaledObjectRef & externalscaler.ScaledObjectRef.$Shape;
        static create(properties?: externalscaler.ScaledObjectRef.$Properties): externalscaler.ScaledObjectRef;

        /**
         * Encodes the specified ScaledObjectRef message. Does not implicitly {@link externalscaler.ScaledObjectRef.verify|verify} messages.
         * @param message ScaledObjectRef message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.ScaledObjectRef.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ScaledObjectRef message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.ScaledObjectRef & externalscaler.ScaledObjectRef.$Shape} ScaledObjectRef
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.ScaledObjectRef & externalscaler.ScaledObjectRef.$Shape;
    }

    namespace ScaledObjectRef {

        /** Properties of a ScaledObjectRef. */
        interface $Properties {

            /** ScaledObjectRef name */
            name?: (string|null);

            /** ScaledObjectRef namespace */
            namespace?: (string|null);

            /** ScaledObjectRef scalerMetadata */
            scalerMetadata?: ({ [k: string]: string }|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ScaledObjectRef. */
        type $Shape = externalscaler.ScaledObjectRef.$Properties;
    }

    /**
     * Properties of an IsActiveResponse.
     * @deprecated Use externalscaler.IsActiveResponse.$Properties instead.
     */
    interface IIsActiveResponse extends externalscaler.IsActiveResponse.$Properties {
    }

    /** Represents an IsActiveResponse. */
    class IsActiveResponse {

        /**
         * Constructs a new IsActiveResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.IsActiveResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** IsActiveResponse result. */
        result: boolean;

        /**
         * Creates a new IsActiveResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns IsActiveResponse instance
         */
        static create(properties: externalscaler.IsActiveResponse.$Shape): externalscaler.IsActiveResponse & externalscaler.IsActiveResponse.$Shape;
        static create(properties?: externalscaler.IsActiveResponse.$Properties): externalscaler.IsActiveResponse;

        /**
         * Encodes the specified IsActiveResponse message. Does not implicitly {@link externalscaler.IsActiveResponse.verify|verify} messages.
         * @param message IsActiveResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.IsActiveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an IsActiveResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.IsActiveResponse & externalscaler.IsActiveResponse.$Shape} IsActiveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.IsActiveResponse & externalscaler.IsActiveResponse.$Shape;
    }

    namespace IsActiveResponse {

        /** Properties of an IsActiveResponse. */
        interface $Properties {

            /** IsActiveResponse result */
            result?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an IsActiveResponse. */
        type $Shape = externalscaler.IsActiveResponse.$Properties;
    }

    /**
     * Properties of a GetMetricSpecResponse.
     * @deprecated Use externalscaler.GetMetricSpecResponse.$Properties instead.
     */
    interface IGetMetricSpecResponse extends externalscaler.GetMetricSpecResponse.$Properties {
    }

    /** Represents a GetMetricSpecResponse. */
    class GetMetricSpecResponse {

        /**
         * Constructs a new GetMetricSpecResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.GetMetricSpecResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetMetricSpecResponse metricSpecs. */
        metricSpecs: externalscaler.MetricSpec.$Properties[];

        /**
         * Creates a new GetMetricSpecResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetMetricSpecResponse instance
         */
        static create(properties: externalscaler.GetMetricSpecResponse.$Shape): externalscaler.GetMetricSpecResponse & externalscaler.GetMetricSpecResponse.$Shape;
        static create(properties?: externalscaler.GetMetricSpecResponse.$Properties): externalscaler.GetMetricSpecResponse;

        /**
         * Encodes the specified GetMetricSpecResponse message. Does not implicitly {@link externalscaler.GetMetricSpecResponse.verify|verify} messages.
         * @param message GetMetricSpecResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.GetMetricSpecResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetMetricSpecResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.GetMetricSpecResponse & externalscaler.GetMetricSpecResponse.$Shape} GetMetricSpecResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.GetMetricSpecResponse & externalscaler.GetMetricSpecResponse.$Shape;
    }

    namespace GetMetricSpecResponse {

        /** Properties of a GetMetricSpecResponse. */
        interface $Properties {

            /** GetMetricSpecResponse metricSpecs */
            metricSpecs?: (externalscaler.MetricSpec.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetMetricSpecResponse. */
        type $Shape = externalscaler.GetMetricSpecResponse.$Properties;
    }

    /**
     * Properties of a MetricSpec.
     * @deprecated Use externalscaler.MetricSpec.$Properties instead.
     */
    interface IMetricSpec extends externalscaler.MetricSpec.$Properties {
    }

    /** Represents a MetricSpec. */
    class MetricSpec {

        /**
         * Constructs a new MetricSpec.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.MetricSpec.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MetricSpec metricName. */
        metricName: string;

        /** MetricSpec targetSize. */
        targetSize: number;

        /** MetricSpec targetSizeFloat. */
        targetSizeFloat: number;

        /**
         * Creates a new MetricSpec instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MetricSpec instance
         */
        static create(properties: externalscaler.MetricSpec.$Shape): externalscaler.MetricSpec & externalscaler.MetricSpec.$Shape;
        static create(properties?: externalscaler.MetricSpec.$Properties): externalscaler.MetricSpec;

        /**
         * Encodes the specified MetricSpec message. Does not implicitly {@link externalscaler.MetricSpec.verify|verify} messages.
         * @param message MetricSpec message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.MetricSpec.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MetricSpec message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.MetricSpec & externalscaler.MetricSpec.$Shape} MetricSpec
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.MetricSpec & externalscaler.MetricSpec.$Shape;
    }

    namespace MetricSpec {

        /** Properties of a MetricSpec. */
        interface $Properties {

            /** MetricSpec metricName */
            metricName?: (string|null);

            /** MetricSpec targetSize */
            targetSize?: (number|null);

            /** MetricSpec targetSizeFloat */
            targetSizeFloat?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MetricSpec. */
        type $Shape = externalscaler.MetricSpec.$Properties;
    }

    /**
     * Properties of a GetMetricsRequest.
     * @deprecated Use externalscaler.GetMetricsRequest.$Properties instead.
     */
    interface IGetMetricsRequest extends externalscaler.GetMetricsRequest.$Properties {
    }

    /** Represents a GetMetricsRequest. */
    class GetMetricsRequest {

        /**
         * Constructs a new GetMetricsRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.GetMetricsRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetMetricsRequest scaledObjectRef. */
        scaledObjectRef?: (externalscaler.ScaledObjectRef.$Properties|null);

        /** GetMetricsRequest metricName. */
        metricName: string;

        /**
         * Creates a new GetMetricsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetMetricsRequest instance
         */
        static create(properties: externalscaler.GetMetricsRequest.$Shape): externalscaler.GetMetricsRequest & externalscaler.GetMetricsRequest.$Shape;
        static create(properties?: externalscaler.GetMetricsRequest.$Properties): externalscaler.GetMetricsRequest;

        /**
         * Encodes the specified GetMetricsRequest message. Does not implicitly {@link externalscaler.GetMetricsRequest.verify|verify} messages.
         * @param message GetMetricsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.GetMetricsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetMetricsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.GetMetricsRequest & externalscaler.GetMetricsRequest.$Shape} GetMetricsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.GetMetricsRequest & externalscaler.GetMetricsRequest.$Shape;
    }

    namespace GetMetricsRequest {

        /** Properties of a GetMetricsRequest. */
        interface $Properties {

            /** GetMetricsRequest scaledObjectRef */
            scaledObjectRef?: (externalscaler.ScaledObjectRef.$Properties|null);

            /** GetMetricsRequest metricName */
            metricName?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetMetricsRequest. */
        type $Shape = externalscaler.GetMetricsRequest.$Properties;
    }

    /**
     * Properties of a GetMetricsResponse.
     * @deprecated Use externalscaler.GetMetricsResponse.$Properties instead.
     */
    interface IGetMetricsResponse extends externalscaler.GetMetricsResponse.$Properties {
    }

    /** Represents a GetMetricsResponse. */
    class GetMetricsResponse {

        /**
         * Constructs a new GetMetricsResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.GetMetricsResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetMetricsResponse metricValues. */
        metricValues: externalscaler.MetricValue.$Properties[];

        /**
         * Creates a new GetMetricsResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetMetricsResponse instance
         */
        static create(properties: externalscaler.GetMetricsResponse.$Shape): externalscaler.GetMetricsResponse & externalscaler.GetMetricsResponse.$Shape;
        static create(properties?: externalscaler.GetMetricsResponse.$Properties): externalscaler.GetMetricsResponse;

        /**
         * Encodes the specified GetMetricsResponse message. Does not implicitly {@link externalscaler.GetMetricsResponse.verify|verify} messages.
         * @param message GetMetricsResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.GetMetricsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetMetricsResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.GetMetricsResponse & externalscaler.GetMetricsResponse.$Shape} GetMetricsResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.GetMetricsResponse & externalscaler.GetMetricsResponse.$Shape;
    }

    namespace GetMetricsResponse {

        /** Properties of a GetMetricsResponse. */
        interface $Properties {

            /** GetMetricsResponse metricValues */
            metricValues?: (externalscaler.MetricValue.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetMetricsResponse. */
        type $Shape = externalscaler.GetMetricsResponse.$Properties;
    }

    /**
     * Properties of a MetricValue.
     * @deprecated Use externalscaler.MetricValue.$Properties instead.
     */
    interface IMetricValue extends externalscaler.MetricValue.$Properties {
    }

    /** Represents a MetricValue. */
    class MetricValue {

        /**
         * Constructs a new MetricValue.
         * @param [properties] Properties to set
         */
        constructor(properties?: externalscaler.MetricValue.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MetricValue metricName. */
        metricName: string;

        /** MetricValue metricValue. */
        metricValue: number;

        /** MetricValue metricValueFloat. */
        metricValueFloat: number;

        /**
         * Creates a new MetricValue instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MetricValue instance
         */
        static create(properties: externalscaler.MetricValue.$Shape): externalscaler.MetricValue & externalscaler.MetricValue.$Shape;
        static create(properties?: externalscaler.MetricValue.$Properties): externalscaler.MetricValue;

        /**
         * Encodes the specified MetricValue message. Does not implicitly {@link externalscaler.MetricValue.verify|verify} messages.
         * @param message MetricValue message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: externalscaler.MetricValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MetricValue message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {externalscaler.MetricValue & externalscaler.MetricValue.$Shape} MetricValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): externalscaler.MetricValue & externalscaler.MetricValue.$Shape;
    }

    namespace MetricValue {

        /** Properties of a MetricValue. */
        interface $Properties {

            /** MetricValue metricName */
            metricName?: (string|null);

            /** MetricValue metricValue */
            metricValue?: (number|null);

            /** MetricValue metricValueFloat */
            metricValueFloat?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MetricValue. */
        type $Shape = externalscaler.MetricValue.$Properties;
    }
}

/** Namespace subnetes. */
export namespace subnetes {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an AccessToken.
         * @deprecated Use subnetes.v1.AccessToken.$Properties instead.
         */
        interface IAccessToken extends subnetes.v1.AccessToken.$Properties {
        }

        /** Represents an AccessToken. */
        class AccessToken {

            /**
             * Constructs a new AccessToken.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.AccessToken.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AccessToken username. */
            username: string;

            /** AccessToken publicKey. */
            publicKey: Uint8Array;

            /** AccessToken expirationTime. */
            expirationTime: string;

            /** AccessToken signature. */
            signature: Uint8Array;

            /**
             * Creates a new AccessToken instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AccessToken instance
             */
            static create(properties: subnetes.v1.AccessToken.$Shape): subnetes.v1.AccessToken & subnetes.v1.AccessToken.$Shape;
            static create(properties?: subnetes.v1.AccessToken.$Properties): subnetes.v1.AccessToken;

            /**
             * Encodes the specified AccessToken message. Does not implicitly {@link subnetes.v1.AccessToken.verify|verify} messages.
             * @param message AccessToken message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.AccessToken.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AccessToken message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.AccessToken & subnetes.v1.AccessToken.$Shape} AccessToken
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.AccessToken & subnetes.v1.AccessToken.$Shape;
        }

        namespace AccessToken {

            /** Properties of an AccessToken. */
            interface $Properties {

                /** AccessToken username */
                username?: (string|null);

                /** AccessToken publicKey */
                publicKey?: (Uint8Array|null);

                /** AccessToken expirationTime */
                expirationTime?: (string|null);

                /** AccessToken signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AccessToken. */
            type $Shape = subnetes.v1.AccessToken.$Properties;
        }

        /**
         * Properties of a RequestAuthInfo.
         * @deprecated Use subnetes.v1.RequestAuthInfo.$Properties instead.
         */
        interface IRequestAuthInfo extends subnetes.v1.RequestAuthInfo.$Properties {
        }

        /** Represents a RequestAuthInfo. */
        class RequestAuthInfo {

            /**
             * Constructs a new RequestAuthInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.RequestAuthInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestAuthInfo clientAccessToken. */
            clientAccessToken?: (subnetes.v1.AccessToken.$Properties|null);

            /** RequestAuthInfo servicePublicKey. */
            servicePublicKey: Uint8Array;

            /** RequestAuthInfo time. */
            time: number;

            /** RequestAuthInfo nonce. */
            nonce: Uint8Array;

            /** RequestAuthInfo signature. */
            signature: Uint8Array;

            /**
             * Creates a new RequestAuthInfo instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RequestAuthInfo instance
             */
            static create(properties: subnetes.v1.RequestAuthInfo.$Shape): subnetes.v1.RequestAuthInfo & subnetes.v1.RequestAuthInfo.$Shape;
            static create(properties?: subnetes.v1.RequestAuthInfo.$Properties): subnetes.v1.RequestAuthInfo;

            /**
             * Encodes the specified RequestAuthInfo message. Does not implicitly {@link subnetes.v1.RequestAuthInfo.verify|verify} messages.
             * @param message RequestAuthInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.RequestAuthInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestAuthInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.RequestAuthInfo & subnetes.v1.RequestAuthInfo.$Shape} RequestAuthInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.RequestAuthInfo & subnetes.v1.RequestAuthInfo.$Shape;
        }

        namespace RequestAuthInfo {

            /** Properties of a RequestAuthInfo. */
            interface $Properties {

                /** RequestAuthInfo clientAccessToken */
                clientAccessToken?: (subnetes.v1.AccessToken.$Properties|null);

                /** RequestAuthInfo servicePublicKey */
                servicePublicKey?: (Uint8Array|null);

                /** RequestAuthInfo time */
                time?: (number|null);

                /** RequestAuthInfo nonce */
                nonce?: (Uint8Array|null);

                /** RequestAuthInfo signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestAuthInfo. */
            type $Shape = subnetes.v1.RequestAuthInfo.$Properties;
        }

        /**
         * Properties of a ResponseAuthInfo.
         * @deprecated Use subnetes.v1.ResponseAuthInfo.$Properties instead.
         */
        interface IResponseAuthInfo extends subnetes.v1.ResponseAuthInfo.$Properties {
        }

        /** Represents a ResponseAuthInfo. */
        class ResponseAuthInfo {

            /**
             * Constructs a new ResponseAuthInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ResponseAuthInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseAuthInfo serviceAccessToken. */
            serviceAccessToken?: (subnetes.v1.AccessToken.$Properties|null);

            /** ResponseAuthInfo nonce. */
            nonce: Uint8Array;

            /** ResponseAuthInfo signature. */
            signature: Uint8Array;

            /**
             * Creates a new ResponseAuthInfo instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ResponseAuthInfo instance
             */
            static create(properties: subnetes.v1.ResponseAuthInfo.$Shape): subnetes.v1.ResponseAuthInfo & subnetes.v1.ResponseAuthInfo.$Shape;
            static create(properties?: subnetes.v1.ResponseAuthInfo.$Properties): subnetes.v1.ResponseAuthInfo;

            /**
             * Encodes the specified ResponseAuthInfo message. Does not implicitly {@link subnetes.v1.ResponseAuthInfo.verify|verify} messages.
             * @param message ResponseAuthInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ResponseAuthInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseAuthInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ResponseAuthInfo & subnetes.v1.ResponseAuthInfo.$Shape} ResponseAuthInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ResponseAuthInfo & subnetes.v1.ResponseAuthInfo.$Shape;
        }

        namespace ResponseAuthInfo {

            /** Properties of a ResponseAuthInfo. */
            interface $Properties {

                /** ResponseAuthInfo serviceAccessToken */
                serviceAccessToken?: (subnetes.v1.AccessToken.$Properties|null);

                /** ResponseAuthInfo nonce */
                nonce?: (Uint8Array|null);

                /** ResponseAuthInfo signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseAuthInfo. */
            type $Shape = subnetes.v1.ResponseAuthInfo.$Properties;
        }

        /** Represents a Console */
        class Console extends $protobuf.rpc.Service {

            /**
             * Constructs a new Console service.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             */
            constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

            /**
             * Creates new Console service using the specified rpc implementation.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             * @returns RPC service. Useful where requests and/or responses are streamed.
             */
            static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Console;

            /** Calls Watch. */
            watch: subnetes.v1.Console.Watch;
        }

        namespace Console {

            /**
             * Callback as used by {@link subnetes.v1.Console#watch}.
             * @param error Error, if any
             * @param [response] ConsoleMessage
             */
            type WatchCallback = (error: (Error|null), response?: subnetes.v1.ConsoleMessage) => void;

            /** Calls Watch. */
            type Watch = {
              (request: subnetes.v1.IConsoleWatchRequest, callback: subnetes.v1.Console.WatchCallback): void;
              (request: subnetes.v1.IConsoleWatchRequest): Promise<subnetes.v1.ConsoleMessage>;
              readonly name: "Watch";
              readonly path: "/subnetes.v1.Console/Watch";
              readonly requestType: "ConsoleWatchRequest";
              readonly responseType: "ConsoleMessage";
              readonly requestStream: undefined;
              readonly responseStream: true;
            };
        }

        /**
         * Properties of a ConsoleWatchRequest.
         * @deprecated Use subnetes.v1.ConsoleWatchRequest.$Properties instead.
         */
        interface IConsoleWatchRequest extends subnetes.v1.ConsoleWatchRequest.$Properties {
        }

        /** Represents a ConsoleWatchRequest. */
        class ConsoleWatchRequest {

            /**
             * Constructs a new ConsoleWatchRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleWatchRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new ConsoleWatchRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleWatchRequest instance
             */
            static create(properties: subnetes.v1.ConsoleWatchRequest.$Shape): subnetes.v1.ConsoleWatchRequest & subnetes.v1.ConsoleWatchRequest.$Shape;
            static create(properties?: subnetes.v1.ConsoleWatchRequest.$Properties): subnetes.v1.ConsoleWatchRequest;

            /**
             * Encodes the specified ConsoleWatchRequest message. Does not implicitly {@link subnetes.v1.ConsoleWatchRequest.verify|verify} messages.
             * @param message ConsoleWatchRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleWatchRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleWatchRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleWatchRequest & subnetes.v1.ConsoleWatchRequest.$Shape} ConsoleWatchRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleWatchRequest & subnetes.v1.ConsoleWatchRequest.$Shape;
        }

        namespace ConsoleWatchRequest {

            /** Properties of a ConsoleWatchRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleWatchRequest. */
            type $Shape = subnetes.v1.ConsoleWatchRequest.$Properties;
        }

        /**
         * Properties of a ConsoleMessage.
         * @deprecated Use subnetes.v1.ConsoleMessage.$Properties instead.
         */
        interface IConsoleMessage extends subnetes.v1.ConsoleMessage.$Properties {
        }

        /** Represents a ConsoleMessage. */
        class ConsoleMessage {

            /**
             * Constructs a new ConsoleMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleMessage snapshot. */
            snapshot?: (subnetes.v1.ConsoleSnapshot.$Properties|null);

            /** ConsoleMessage redirect. */
            redirect?: (subnetes.v1.ConsoleRedirect.$Properties|null);

            /** ConsoleMessage kind. */
            kind?: ("snapshot"|"redirect");

            /**
             * Creates a new ConsoleMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleMessage instance
             */
            static create(properties: subnetes.v1.ConsoleMessage.$Shape): subnetes.v1.ConsoleMessage & subnetes.v1.ConsoleMessage.$Shape;
            static create(properties?: subnetes.v1.ConsoleMessage.$Properties): subnetes.v1.ConsoleMessage;

            /**
             * Encodes the specified ConsoleMessage message. Does not implicitly {@link subnetes.v1.ConsoleMessage.verify|verify} messages.
             * @param message ConsoleMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleMessage & subnetes.v1.ConsoleMessage.$Shape} ConsoleMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleMessage & subnetes.v1.ConsoleMessage.$Shape;
        }

        namespace ConsoleMessage {

            /** Properties of a ConsoleMessage. */
            interface $Properties {

                /** ConsoleMessage snapshot */
                snapshot?: (subnetes.v1.ConsoleSnapshot.$Properties|null);

                /** ConsoleMessage redirect */
                redirect?: (subnetes.v1.ConsoleRedirect.$Properties|null);

                /** ConsoleMessage kind */
                kind?: ("snapshot"|"redirect");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ConsoleMessage. */
            type $Shape = {
              snapshot?: subnetes.v1.ConsoleSnapshot.$Shape|null;
              redirect?: subnetes.v1.ConsoleRedirect.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; snapshot?: null; redirect?: null }|{ kind?: "snapshot"; snapshot: subnetes.v1.ConsoleSnapshot.$Shape; redirect?: null }|{ kind?: "redirect"; snapshot?: null; redirect: subnetes.v1.ConsoleRedirect.$Shape })
            );
        }

        /**
         * Properties of a ConsoleRedirect.
         * @deprecated Use subnetes.v1.ConsoleRedirect.$Properties instead.
         */
        interface IConsoleRedirect extends subnetes.v1.ConsoleRedirect.$Properties {
        }

        /** Represents a ConsoleRedirect. */
        class ConsoleRedirect {

            /**
             * Constructs a new ConsoleRedirect.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleRedirect.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleRedirect address. */
            address: string;

            /**
             * Creates a new ConsoleRedirect instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleRedirect instance
             */
            static create(properties: subnetes.v1.ConsoleRedirect.$Shape): subnetes.v1.ConsoleRedirect & subnetes.v1.ConsoleRedirect.$Shape;
            static create(properties?: subnetes.v1.ConsoleRedirect.$Properties): subnetes.v1.ConsoleRedirect;

            /**
             * Encodes the specified ConsoleRedirect message. Does not implicitly {@link subnetes.v1.ConsoleRedirect.verify|verify} messages.
             * @param message ConsoleRedirect message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleRedirect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleRedirect message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleRedirect & subnetes.v1.ConsoleRedirect.$Shape} ConsoleRedirect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleRedirect & subnetes.v1.ConsoleRedirect.$Shape;
        }

        namespace ConsoleRedirect {

            /** Properties of a ConsoleRedirect. */
            interface $Properties {

                /** ConsoleRedirect address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleRedirect. */
            type $Shape = subnetes.v1.ConsoleRedirect.$Properties;
        }

        /**
         * Properties of a ConsoleSnapshot.
         * @deprecated Use subnetes.v1.ConsoleSnapshot.$Properties instead.
         */
        interface IConsoleSnapshot extends subnetes.v1.ConsoleSnapshot.$Properties {
        }

        /** Represents a ConsoleSnapshot. */
        class ConsoleSnapshot {

            /**
             * Constructs a new ConsoleSnapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleSnapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleSnapshot installation. */
            installation: string;

            /** ConsoleSnapshot decider. */
            decider: string;

            /** ConsoleSnapshot version. */
            version: string;

            /** ConsoleSnapshot protocols. */
            protocols: subnetes.v1.ConsoleProtocol.$Properties[];

            /** ConsoleSnapshot gateways. */
            gateways: subnetes.v1.ConsoleGateway.$Properties[];

            /** ConsoleSnapshot problems. */
            problems: subnetes.v1.ConsoleProblem.$Properties[];

            /**
             * Creates a new ConsoleSnapshot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleSnapshot instance
             */
            static create(properties: subnetes.v1.ConsoleSnapshot.$Shape): subnetes.v1.ConsoleSnapshot & subnetes.v1.ConsoleSnapshot.$Shape;
            static create(properties?: subnetes.v1.ConsoleSnapshot.$Properties): subnetes.v1.ConsoleSnapshot;

            /**
             * Encodes the specified ConsoleSnapshot message. Does not implicitly {@link subnetes.v1.ConsoleSnapshot.verify|verify} messages.
             * @param message ConsoleSnapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleSnapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleSnapshot & subnetes.v1.ConsoleSnapshot.$Shape} ConsoleSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleSnapshot & subnetes.v1.ConsoleSnapshot.$Shape;
        }

        namespace ConsoleSnapshot {

            /** Properties of a ConsoleSnapshot. */
            interface $Properties {

                /** ConsoleSnapshot installation */
                installation?: (string|null);

                /** ConsoleSnapshot decider */
                decider?: (string|null);

                /** ConsoleSnapshot version */
                version?: (string|null);

                /** ConsoleSnapshot protocols */
                protocols?: (subnetes.v1.ConsoleProtocol.$Properties[]|null);

                /** ConsoleSnapshot gateways */
                gateways?: (subnetes.v1.ConsoleGateway.$Properties[]|null);

                /** ConsoleSnapshot problems */
                problems?: (subnetes.v1.ConsoleProblem.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleSnapshot. */
            type $Shape = subnetes.v1.ConsoleSnapshot.$Properties;
        }

        /**
         * Properties of a ConsoleProtocol.
         * @deprecated Use subnetes.v1.ConsoleProtocol.$Properties instead.
         */
        interface IConsoleProtocol extends subnetes.v1.ConsoleProtocol.$Properties {
        }

        /** Represents a ConsoleProtocol. */
        class ConsoleProtocol {

            /**
             * Constructs a new ConsoleProtocol.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleProtocol.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleProtocol name. */
            name: string;

            /** ConsoleProtocol namespace. */
            namespace: string;

            /** ConsoleProtocol phase. */
            phase: subnetes.v1.ConsolePhase;

            /** ConsoleProtocol workers. */
            workers: subnetes.v1.ConsoleWorker.$Properties[];

            /** ConsoleProtocol replicas. */
            replicas: number;

            /** ConsoleProtocol scaling. */
            scaling?: (subnetes.v1.ConsoleScaling.$Properties|null);

            /** ConsoleProtocol load. */
            load?: (subnetes.v1.ConsoleLoad.$Properties|null);

            /** ConsoleProtocol jobs. */
            jobs?: (subnetes.v1.ConsoleJobs.$Properties|null);

            /** ConsoleProtocol problems. */
            problems: subnetes.v1.ConsoleProblem.$Properties[];

            /**
             * Creates a new ConsoleProtocol instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleProtocol instance
             */
            static create(properties: subnetes.v1.ConsoleProtocol.$Shape): subnetes.v1.ConsoleProtocol & subnetes.v1.ConsoleProtocol.$Shape;
            static create(properties?: subnetes.v1.ConsoleProtocol.$Properties): subnetes.v1.ConsoleProtocol;

            /**
             * Encodes the specified ConsoleProtocol message. Does not implicitly {@link subnetes.v1.ConsoleProtocol.verify|verify} messages.
             * @param message ConsoleProtocol message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleProtocol.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleProtocol message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleProtocol & subnetes.v1.ConsoleProtocol.$Shape} ConsoleProtocol
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleProtocol & subnetes.v1.ConsoleProtocol.$Shape;
        }

        namespace ConsoleProtocol {

            /** Properties of a ConsoleProtocol. */
            interface $Properties {

                /** ConsoleProtocol name */
                name?: (string|null);

                /** ConsoleProtocol namespace */
                namespace?: (string|null);

                /** ConsoleProtocol phase */
                phase?: (subnetes.v1.ConsolePhase|null);

                /** ConsoleProtocol workers */
                workers?: (subnetes.v1.ConsoleWorker.$Properties[]|null);

                /** ConsoleProtocol replicas */
                replicas?: (number|null);

                /** ConsoleProtocol scaling */
                scaling?: (subnetes.v1.ConsoleScaling.$Properties|null);

                /** ConsoleProtocol load */
                load?: (subnetes.v1.ConsoleLoad.$Properties|null);

                /** ConsoleProtocol jobs */
                jobs?: (subnetes.v1.ConsoleJobs.$Properties|null);

                /** ConsoleProtocol problems */
                problems?: (subnetes.v1.ConsoleProblem.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleProtocol. */
            type $Shape = subnetes.v1.ConsoleProtocol.$Properties;
        }

        /** ConsolePhase enum. */
        enum ConsolePhase {

            /** CONSOLE_PHASE_UNSPECIFIED value */
            CONSOLE_PHASE_UNSPECIFIED = 0,

            /** CONSOLE_PHASE_STARTING value */
            CONSOLE_PHASE_STARTING = 1,

            /** CONSOLE_PHASE_READY value */
            CONSOLE_PHASE_READY = 2,

            /** CONSOLE_PHASE_DEGRADED value */
            CONSOLE_PHASE_DEGRADED = 3,

            /** CONSOLE_PHASE_IDLE value */
            CONSOLE_PHASE_IDLE = 4,

            /** CONSOLE_PHASE_SUSPENDED value */
            CONSOLE_PHASE_SUSPENDED = 5,

            /** CONSOLE_PHASE_REFUSED value */
            CONSOLE_PHASE_REFUSED = 6,

            /** CONSOLE_PHASE_STOPPING value */
            CONSOLE_PHASE_STOPPING = 7
        }

        /**
         * Properties of a ConsoleWorker.
         * @deprecated Use subnetes.v1.ConsoleWorker.$Properties instead.
         */
        interface IConsoleWorker extends subnetes.v1.ConsoleWorker.$Properties {
        }

        /** Represents a ConsoleWorker. */
        class ConsoleWorker {

            /**
             * Constructs a new ConsoleWorker.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleWorker.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleWorker id. */
            id: string;

            /** ConsoleWorker state. */
            state: subnetes.v1.ConsoleWorkerState;

            /** ConsoleWorker slots. */
            slots: number;

            /** ConsoleWorker activeCalls. */
            activeCalls: number;

            /** ConsoleWorker activeJobs. */
            activeJobs: number;

            /** ConsoleWorker node. */
            node: string;

            /** ConsoleWorker message. */
            message: string;

            /** ConsoleWorker restarts. */
            restarts: number;

            /**
             * Creates a new ConsoleWorker instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleWorker instance
             */
            static create(properties: subnetes.v1.ConsoleWorker.$Shape): subnetes.v1.ConsoleWorker & subnetes.v1.ConsoleWorker.$Shape;
            static create(properties?: subnetes.v1.ConsoleWorker.$Properties): subnetes.v1.ConsoleWorker;

            /**
             * Encodes the specified ConsoleWorker message. Does not implicitly {@link subnetes.v1.ConsoleWorker.verify|verify} messages.
             * @param message ConsoleWorker message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleWorker.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleWorker message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleWorker & subnetes.v1.ConsoleWorker.$Shape} ConsoleWorker
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleWorker & subnetes.v1.ConsoleWorker.$Shape;
        }

        namespace ConsoleWorker {

            /** Properties of a ConsoleWorker. */
            interface $Properties {

                /** ConsoleWorker id */
                id?: (string|null);

                /** ConsoleWorker state */
                state?: (subnetes.v1.ConsoleWorkerState|null);

                /** ConsoleWorker slots */
                slots?: (number|null);

                /** ConsoleWorker activeCalls */
                activeCalls?: (number|null);

                /** ConsoleWorker activeJobs */
                activeJobs?: (number|null);

                /** ConsoleWorker node */
                node?: (string|null);

                /** ConsoleWorker message */
                message?: (string|null);

                /** ConsoleWorker restarts */
                restarts?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleWorker. */
            type $Shape = subnetes.v1.ConsoleWorker.$Properties;
        }

        /** ConsoleWorkerState enum. */
        enum ConsoleWorkerState {

            /** CONSOLE_WORKER_STATE_UNSPECIFIED value */
            CONSOLE_WORKER_STATE_UNSPECIFIED = 0,

            /** CONSOLE_WORKER_STATE_STARTING value */
            CONSOLE_WORKER_STATE_STARTING = 1,

            /** CONSOLE_WORKER_STATE_READY value */
            CONSOLE_WORKER_STATE_READY = 2,

            /** CONSOLE_WORKER_STATE_DRAINING value */
            CONSOLE_WORKER_STATE_DRAINING = 3,

            /** CONSOLE_WORKER_STATE_DOWN value */
            CONSOLE_WORKER_STATE_DOWN = 4
        }

        /**
         * Properties of a ConsoleScaling.
         * @deprecated Use subnetes.v1.ConsoleScaling.$Properties instead.
         */
        interface IConsoleScaling extends subnetes.v1.ConsoleScaling.$Properties {
        }

        /** Represents a ConsoleScaling. */
        class ConsoleScaling {

            /**
             * Constructs a new ConsoleScaling.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleScaling.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleScaling mode. */
            mode: string;

            /** ConsoleScaling desired. */
            desired: number;

            /** ConsoleScaling reason. */
            reason: string;

            /** ConsoleScaling words. */
            words: string;

            /**
             * Creates a new ConsoleScaling instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleScaling instance
             */
            static create(properties: subnetes.v1.ConsoleScaling.$Shape): subnetes.v1.ConsoleScaling & subnetes.v1.ConsoleScaling.$Shape;
            static create(properties?: subnetes.v1.ConsoleScaling.$Properties): subnetes.v1.ConsoleScaling;

            /**
             * Encodes the specified ConsoleScaling message. Does not implicitly {@link subnetes.v1.ConsoleScaling.verify|verify} messages.
             * @param message ConsoleScaling message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleScaling.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleScaling message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleScaling & subnetes.v1.ConsoleScaling.$Shape} ConsoleScaling
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleScaling & subnetes.v1.ConsoleScaling.$Shape;
        }

        namespace ConsoleScaling {

            /** Properties of a ConsoleScaling. */
            interface $Properties {

                /** ConsoleScaling mode */
                mode?: (string|null);

                /** ConsoleScaling desired */
                desired?: (number|null);

                /** ConsoleScaling reason */
                reason?: (string|null);

                /** ConsoleScaling words */
                words?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleScaling. */
            type $Shape = subnetes.v1.ConsoleScaling.$Properties;
        }

        /**
         * Properties of a ConsoleLoad.
         * @deprecated Use subnetes.v1.ConsoleLoad.$Properties instead.
         */
        interface IConsoleLoad extends subnetes.v1.ConsoleLoad.$Properties {
        }

        /** Represents a ConsoleLoad. */
        class ConsoleLoad {

            /**
             * Constructs a new ConsoleLoad.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleLoad.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleLoad running. */
            running: number;

            /** ConsoleLoad waiting. */
            waiting: number;

            /** ConsoleLoad finished. */
            finished: number;

            /** ConsoleLoad failed. */
            failed: number;

            /** ConsoleLoad shed. */
            shed: number;

            /**
             * Creates a new ConsoleLoad instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleLoad instance
             */
            static create(properties: subnetes.v1.ConsoleLoad.$Shape): subnetes.v1.ConsoleLoad & subnetes.v1.ConsoleLoad.$Shape;
            static create(properties?: subnetes.v1.ConsoleLoad.$Properties): subnetes.v1.ConsoleLoad;

            /**
             * Encodes the specified ConsoleLoad message. Does not implicitly {@link subnetes.v1.ConsoleLoad.verify|verify} messages.
             * @param message ConsoleLoad message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleLoad.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleLoad message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleLoad & subnetes.v1.ConsoleLoad.$Shape} ConsoleLoad
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleLoad & subnetes.v1.ConsoleLoad.$Shape;
        }

        namespace ConsoleLoad {

            /** Properties of a ConsoleLoad. */
            interface $Properties {

                /** ConsoleLoad running */
                running?: (number|null);

                /** ConsoleLoad waiting */
                waiting?: (number|null);

                /** ConsoleLoad finished */
                finished?: (number|null);

                /** ConsoleLoad failed */
                failed?: (number|null);

                /** ConsoleLoad shed */
                shed?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleLoad. */
            type $Shape = subnetes.v1.ConsoleLoad.$Properties;
        }

        /**
         * Properties of a ConsoleJobs.
         * @deprecated Use subnetes.v1.ConsoleJobs.$Properties instead.
         */
        interface IConsoleJobs extends subnetes.v1.ConsoleJobs.$Properties {
        }

        /** Represents a ConsoleJobs. */
        class ConsoleJobs {

            /**
             * Constructs a new ConsoleJobs.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleJobs.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleJobs waiting. */
            waiting: number;

            /** ConsoleJobs running. */
            running: number;

            /**
             * Creates a new ConsoleJobs instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleJobs instance
             */
            static create(properties: subnetes.v1.ConsoleJobs.$Shape): subnetes.v1.ConsoleJobs & subnetes.v1.ConsoleJobs.$Shape;
            static create(properties?: subnetes.v1.ConsoleJobs.$Properties): subnetes.v1.ConsoleJobs;

            /**
             * Encodes the specified ConsoleJobs message. Does not implicitly {@link subnetes.v1.ConsoleJobs.verify|verify} messages.
             * @param message ConsoleJobs message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleJobs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleJobs message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleJobs & subnetes.v1.ConsoleJobs.$Shape} ConsoleJobs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleJobs & subnetes.v1.ConsoleJobs.$Shape;
        }

        namespace ConsoleJobs {

            /** Properties of a ConsoleJobs. */
            interface $Properties {

                /** ConsoleJobs waiting */
                waiting?: (number|null);

                /** ConsoleJobs running */
                running?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleJobs. */
            type $Shape = subnetes.v1.ConsoleJobs.$Properties;
        }

        /**
         * Properties of a ConsoleGateway.
         * @deprecated Use subnetes.v1.ConsoleGateway.$Properties instead.
         */
        interface IConsoleGateway extends subnetes.v1.ConsoleGateway.$Properties {
        }

        /** Represents a ConsoleGateway. */
        class ConsoleGateway {

            /**
             * Constructs a new ConsoleGateway.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleGateway.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleGateway id. */
            id: string;

            /** ConsoleGateway connected. */
            connected: boolean;

            /** ConsoleGateway peerId. */
            peerId: string;

            /** ConsoleGateway multiaddrs. */
            multiaddrs: string[];

            /** ConsoleGateway version. */
            version: string;

            /** ConsoleGateway sinceMs. */
            sinceMs: number;

            /** ConsoleGateway counted. */
            counted: boolean;

            /**
             * Creates a new ConsoleGateway instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleGateway instance
             */
            static create(properties: subnetes.v1.ConsoleGateway.$Shape): subnetes.v1.ConsoleGateway & subnetes.v1.ConsoleGateway.$Shape;
            static create(properties?: subnetes.v1.ConsoleGateway.$Properties): subnetes.v1.ConsoleGateway;

            /**
             * Encodes the specified ConsoleGateway message. Does not implicitly {@link subnetes.v1.ConsoleGateway.verify|verify} messages.
             * @param message ConsoleGateway message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleGateway.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleGateway message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleGateway & subnetes.v1.ConsoleGateway.$Shape} ConsoleGateway
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleGateway & subnetes.v1.ConsoleGateway.$Shape;
        }

        namespace ConsoleGateway {

            /** Properties of a ConsoleGateway. */
            interface $Properties {

                /** ConsoleGateway id */
                id?: (string|null);

                /** ConsoleGateway connected */
                connected?: (boolean|null);

                /** ConsoleGateway peerId */
                peerId?: (string|null);

                /** ConsoleGateway multiaddrs */
                multiaddrs?: (string[]|null);

                /** ConsoleGateway version */
                version?: (string|null);

                /** ConsoleGateway sinceMs */
                sinceMs?: (number|null);

                /** ConsoleGateway counted */
                counted?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleGateway. */
            type $Shape = subnetes.v1.ConsoleGateway.$Properties;
        }

        /**
         * Properties of a ConsoleProblem.
         * @deprecated Use subnetes.v1.ConsoleProblem.$Properties instead.
         */
        interface IConsoleProblem extends subnetes.v1.ConsoleProblem.$Properties {
        }

        /** Represents a ConsoleProblem. */
        class ConsoleProblem {

            /**
             * Constructs a new ConsoleProblem.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ConsoleProblem.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsoleProblem reason. */
            reason: string;

            /** ConsoleProblem message. */
            message: string;

            /** ConsoleProblem sinceMs. */
            sinceMs: number;

            /** ConsoleProblem limiting. */
            limiting: boolean;

            /**
             * Creates a new ConsoleProblem instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsoleProblem instance
             */
            static create(properties: subnetes.v1.ConsoleProblem.$Shape): subnetes.v1.ConsoleProblem & subnetes.v1.ConsoleProblem.$Shape;
            static create(properties?: subnetes.v1.ConsoleProblem.$Properties): subnetes.v1.ConsoleProblem;

            /**
             * Encodes the specified ConsoleProblem message. Does not implicitly {@link subnetes.v1.ConsoleProblem.verify|verify} messages.
             * @param message ConsoleProblem message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ConsoleProblem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsoleProblem message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleProblem & subnetes.v1.ConsoleProblem.$Shape} ConsoleProblem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ConsoleProblem & subnetes.v1.ConsoleProblem.$Shape;
        }

        namespace ConsoleProblem {

            /** Properties of a ConsoleProblem. */
            interface $Properties {

                /** ConsoleProblem reason */
                reason?: (string|null);

                /** ConsoleProblem message */
                message?: (string|null);

                /** ConsoleProblem sinceMs */
                sinceMs?: (number|null);

                /** ConsoleProblem limiting */
                limiting?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsoleProblem. */
            type $Shape = subnetes.v1.ConsoleProblem.$Properties;
        }

        /** Represents a Control */
        class Control extends $protobuf.rpc.Service {

            /**
             * Constructs a new Control service.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             */
            constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

            /**
             * Creates new Control service using the specified rpc implementation.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             * @returns RPC service. Useful where requests and/or responses are streamed.
             */
            static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Control;

            /** Calls Connect. */
            connect: subnetes.v1.Control.Connect;
        }

        namespace Control {

            /**
             * Callback as used by {@link subnetes.v1.Control#connect}.
             * @param error Error, if any
             * @param [response] OperatorMessage
             */
            type ConnectCallback = (error: (Error|null), response?: subnetes.v1.OperatorMessage) => void;

            /** Calls Connect. */
            type Connect = {
              (request: subnetes.v1.IGatewayMessage, callback: subnetes.v1.Control.ConnectCallback): void;
              (request: subnetes.v1.IGatewayMessage): Promise<subnetes.v1.OperatorMessage>;
              readonly name: "Connect";
              readonly path: "/subnetes.v1.Control/Connect";
              readonly requestType: "GatewayMessage";
              readonly responseType: "OperatorMessage";
              readonly requestStream: true;
              readonly responseStream: true;
            };
        }

        /**
         * Properties of a GatewayMessage.
         * @deprecated Use subnetes.v1.GatewayMessage.$Properties instead.
         */
        interface IGatewayMessage extends subnetes.v1.GatewayMessage.$Properties {
        }

        /** Represents a GatewayMessage. */
        class GatewayMessage {

            /**
             * Constructs a new GatewayMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.GatewayMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GatewayMessage hello. */
            hello?: (subnetes.v1.Hello.$Properties|null);

            /** GatewayMessage report. */
            report?: (subnetes.v1.LoadReport.$Properties|null);

            /** GatewayMessage activate. */
            activate?: (subnetes.v1.Activate.$Properties|null);

            /** GatewayMessage holdAck. */
            holdAck?: (subnetes.v1.HoldAck.$Properties|null);

            /** GatewayMessage state. */
            state?: (subnetes.v1.ProtocolState.$Properties|null);

            /** GatewayMessage kind. */
            kind?: ("hello"|"report"|"activate"|"holdAck"|"state");

            /**
             * Creates a new GatewayMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GatewayMessage instance
             */
            static create(properties: subnetes.v1.GatewayMessage.$Shape): subnetes.v1.GatewayMessage & subnetes.v1.GatewayMessage.$Shape;
            static create(properties?: subnetes.v1.GatewayMessage.$Properties): subnetes.v1.GatewayMessage;

            /**
             * Encodes the specified GatewayMessage message. Does not implicitly {@link subnetes.v1.GatewayMessage.verify|verify} messages.
             * @param message GatewayMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.GatewayMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GatewayMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.GatewayMessage & subnetes.v1.GatewayMessage.$Shape} GatewayMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.GatewayMessage & subnetes.v1.GatewayMessage.$Shape;
        }

        namespace GatewayMessage {

            /** Properties of a GatewayMessage. */
            interface $Properties {

                /** GatewayMessage hello */
                hello?: (subnetes.v1.Hello.$Properties|null);

                /** GatewayMessage report */
                report?: (subnetes.v1.LoadReport.$Properties|null);

                /** GatewayMessage activate */
                activate?: (subnetes.v1.Activate.$Properties|null);

                /** GatewayMessage holdAck */
                holdAck?: (subnetes.v1.HoldAck.$Properties|null);

                /** GatewayMessage state */
                state?: (subnetes.v1.ProtocolState.$Properties|null);

                /** GatewayMessage kind */
                kind?: ("hello"|"report"|"activate"|"holdAck"|"state");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a GatewayMessage. */
            type $Shape = {
              hello?: subnetes.v1.Hello.$Shape|null;
              report?: subnetes.v1.LoadReport.$Shape|null;
              activate?: subnetes.v1.Activate.$Shape|null;
              holdAck?: subnetes.v1.HoldAck.$Shape|null;
              state?: subnetes.v1.ProtocolState.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; hello?: null; report?: null; activate?: null; holdAck?: null; state?: null }|{ kind?: "hello"; hello: subnetes.v1.Hello.$Shape; report?: null; activate?: null; holdAck?: null; state?: null }|{ kind?: "report"; hello?: null; report: subnetes.v1.LoadReport.$Shape; activate?: null; holdAck?: null; state?: null }|{ kind?: "activate"; hello?: null; report?: null; activate: subnetes.v1.Activate.$Shape; holdAck?: null; state?: null }|{ kind?: "holdAck"; hello?: null; report?: null; activate?: null; holdAck: subnetes.v1.HoldAck.$Shape; state?: null }|{ kind?: "state"; hello?: null; report?: null; activate?: null; holdAck?: null; state: subnetes.v1.ProtocolState.$Shape })
            );
        }

        /**
         * Properties of a Hello.
         * @deprecated Use subnetes.v1.Hello.$Properties instead.
         */
        interface IHello extends subnetes.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello peerId. */
            peerId: string;

            /** Hello multiaddrs. */
            multiaddrs: string[];

            /** Hello ordinal. */
            ordinal: number;

            /** Hello version. */
            version: string;

            /**
             * Creates a new Hello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hello instance
             */
            static create(properties: subnetes.v1.Hello.$Shape): subnetes.v1.Hello & subnetes.v1.Hello.$Shape;
            static create(properties?: subnetes.v1.Hello.$Properties): subnetes.v1.Hello;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link subnetes.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Hello & subnetes.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Hello & subnetes.v1.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello peerId */
                peerId?: (string|null);

                /** Hello multiaddrs */
                multiaddrs?: (string[]|null);

                /** Hello ordinal */
                ordinal?: (number|null);

                /** Hello version */
                version?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = subnetes.v1.Hello.$Properties;
        }

        /**
         * Properties of a LoadReport.
         * @deprecated Use subnetes.v1.LoadReport.$Properties instead.
         */
        interface ILoadReport extends subnetes.v1.LoadReport.$Properties {
        }

        /** Represents a LoadReport. */
        class LoadReport {

            /**
             * Constructs a new LoadReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.LoadReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LoadReport protocols. */
            protocols: subnetes.v1.ProtocolLoad.$Properties[];

            /**
             * Creates a new LoadReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LoadReport instance
             */
            static create(properties: subnetes.v1.LoadReport.$Shape): subnetes.v1.LoadReport & subnetes.v1.LoadReport.$Shape;
            static create(properties?: subnetes.v1.LoadReport.$Properties): subnetes.v1.LoadReport;

            /**
             * Encodes the specified LoadReport message. Does not implicitly {@link subnetes.v1.LoadReport.verify|verify} messages.
             * @param message LoadReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.LoadReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LoadReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.LoadReport & subnetes.v1.LoadReport.$Shape} LoadReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.LoadReport & subnetes.v1.LoadReport.$Shape;
        }

        namespace LoadReport {

            /** Properties of a LoadReport. */
            interface $Properties {

                /** LoadReport protocols */
                protocols?: (subnetes.v1.ProtocolLoad.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LoadReport. */
            type $Shape = subnetes.v1.LoadReport.$Properties;
        }

        /**
         * Properties of a ProtocolLoad.
         * @deprecated Use subnetes.v1.ProtocolLoad.$Properties instead.
         */
        interface IProtocolLoad extends subnetes.v1.ProtocolLoad.$Properties {
        }

        /** Represents a ProtocolLoad. */
        class ProtocolLoad {

            /**
             * Constructs a new ProtocolLoad.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ProtocolLoad.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProtocolLoad protocol. */
            protocol: string;

            /** ProtocolLoad interactive. */
            interactive: number;

            /** ProtocolLoad held. */
            held: number;

            /** ProtocolLoad callsArrived. */
            callsArrived: number;

            /** ProtocolLoad callsFinished. */
            callsFinished: number;

            /** ProtocolLoad callsFinishedSeconds. */
            callsFinishedSeconds: number;

            /** ProtocolLoad callsAgeSeconds. */
            callsAgeSeconds: number;

            /** ProtocolLoad callsFailed. */
            callsFailed: number;

            /** ProtocolLoad callsShed. */
            callsShed: number;

            /** ProtocolLoad jobsWaiting. */
            jobsWaiting: number;

            /**
             * Creates a new ProtocolLoad instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProtocolLoad instance
             */
            static create(properties: subnetes.v1.ProtocolLoad.$Shape): subnetes.v1.ProtocolLoad & subnetes.v1.ProtocolLoad.$Shape;
            static create(properties?: subnetes.v1.ProtocolLoad.$Properties): subnetes.v1.ProtocolLoad;

            /**
             * Encodes the specified ProtocolLoad message. Does not implicitly {@link subnetes.v1.ProtocolLoad.verify|verify} messages.
             * @param message ProtocolLoad message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ProtocolLoad.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProtocolLoad message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolLoad & subnetes.v1.ProtocolLoad.$Shape} ProtocolLoad
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ProtocolLoad & subnetes.v1.ProtocolLoad.$Shape;
        }

        namespace ProtocolLoad {

            /** Properties of a ProtocolLoad. */
            interface $Properties {

                /** ProtocolLoad protocol */
                protocol?: (string|null);

                /** ProtocolLoad interactive */
                interactive?: (number|null);

                /** ProtocolLoad held */
                held?: (number|null);

                /** ProtocolLoad callsArrived */
                callsArrived?: (number|null);

                /** ProtocolLoad callsFinished */
                callsFinished?: (number|null);

                /** ProtocolLoad callsFinishedSeconds */
                callsFinishedSeconds?: (number|null);

                /** ProtocolLoad callsAgeSeconds */
                callsAgeSeconds?: (number|null);

                /** ProtocolLoad callsFailed */
                callsFailed?: (number|null);

                /** ProtocolLoad callsShed */
                callsShed?: (number|null);

                /** ProtocolLoad jobsWaiting */
                jobsWaiting?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProtocolLoad. */
            type $Shape = subnetes.v1.ProtocolLoad.$Properties;
        }

        /**
         * Properties of an Activate.
         * @deprecated Use subnetes.v1.Activate.$Properties instead.
         */
        interface IActivate extends subnetes.v1.Activate.$Properties {
        }

        /** Represents an Activate. */
        class Activate {

            /**
             * Constructs a new Activate.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Activate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Activate protocol. */
            protocol: string;

            /** Activate held. */
            held: number;

            /**
             * Creates a new Activate instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Activate instance
             */
            static create(properties: subnetes.v1.Activate.$Shape): subnetes.v1.Activate & subnetes.v1.Activate.$Shape;
            static create(properties?: subnetes.v1.Activate.$Properties): subnetes.v1.Activate;

            /**
             * Encodes the specified Activate message. Does not implicitly {@link subnetes.v1.Activate.verify|verify} messages.
             * @param message Activate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Activate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Activate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Activate & subnetes.v1.Activate.$Shape} Activate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Activate & subnetes.v1.Activate.$Shape;
        }

        namespace Activate {

            /** Properties of an Activate. */
            interface $Properties {

                /** Activate protocol */
                protocol?: (string|null);

                /** Activate held */
                held?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Activate. */
            type $Shape = subnetes.v1.Activate.$Properties;
        }

        /**
         * Properties of a HoldAck.
         * @deprecated Use subnetes.v1.HoldAck.$Properties instead.
         */
        interface IHoldAck extends subnetes.v1.HoldAck.$Properties {
        }

        /** Represents a HoldAck. */
        class HoldAck {

            /**
             * Constructs a new HoldAck.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.HoldAck.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HoldAck protocol. */
            protocol: string;

            /** HoldAck epoch. */
            epoch: number;

            /** HoldAck accepted. */
            accepted: boolean;

            /**
             * Creates a new HoldAck instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HoldAck instance
             */
            static create(properties: subnetes.v1.HoldAck.$Shape): subnetes.v1.HoldAck & subnetes.v1.HoldAck.$Shape;
            static create(properties?: subnetes.v1.HoldAck.$Properties): subnetes.v1.HoldAck;

            /**
             * Encodes the specified HoldAck message. Does not implicitly {@link subnetes.v1.HoldAck.verify|verify} messages.
             * @param message HoldAck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.HoldAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HoldAck message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.HoldAck & subnetes.v1.HoldAck.$Shape} HoldAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.HoldAck & subnetes.v1.HoldAck.$Shape;
        }

        namespace HoldAck {

            /** Properties of a HoldAck. */
            interface $Properties {

                /** HoldAck protocol */
                protocol?: (string|null);

                /** HoldAck epoch */
                epoch?: (number|null);

                /** HoldAck accepted */
                accepted?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HoldAck. */
            type $Shape = subnetes.v1.HoldAck.$Properties;
        }

        /**
         * Properties of a ProtocolState.
         * @deprecated Use subnetes.v1.ProtocolState.$Properties instead.
         */
        interface IProtocolState extends subnetes.v1.ProtocolState.$Properties {
        }

        /** Represents a ProtocolState. */
        class ProtocolState {

            /**
             * Constructs a new ProtocolState.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ProtocolState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProtocolState protocol. */
            protocol: string;

            /** ProtocolState generation. */
            generation: number;

            /** ProtocolState registered. */
            registered: boolean;

            /** ProtocolState error. */
            error: string;

            /**
             * Creates a new ProtocolState instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProtocolState instance
             */
            static create(properties: subnetes.v1.ProtocolState.$Shape): subnetes.v1.ProtocolState & subnetes.v1.ProtocolState.$Shape;
            static create(properties?: subnetes.v1.ProtocolState.$Properties): subnetes.v1.ProtocolState;

            /**
             * Encodes the specified ProtocolState message. Does not implicitly {@link subnetes.v1.ProtocolState.verify|verify} messages.
             * @param message ProtocolState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ProtocolState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProtocolState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolState & subnetes.v1.ProtocolState.$Shape} ProtocolState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ProtocolState & subnetes.v1.ProtocolState.$Shape;
        }

        namespace ProtocolState {

            /** Properties of a ProtocolState. */
            interface $Properties {

                /** ProtocolState protocol */
                protocol?: (string|null);

                /** ProtocolState generation */
                generation?: (number|null);

                /** ProtocolState registered */
                registered?: (boolean|null);

                /** ProtocolState error */
                error?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProtocolState. */
            type $Shape = subnetes.v1.ProtocolState.$Properties;
        }

        /**
         * Properties of an OperatorMessage.
         * @deprecated Use subnetes.v1.OperatorMessage.$Properties instead.
         */
        interface IOperatorMessage extends subnetes.v1.OperatorMessage.$Properties {
        }

        /** Represents an OperatorMessage. */
        class OperatorMessage {

            /**
             * Constructs a new OperatorMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.OperatorMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OperatorMessage term. */
            term: number;

            /** OperatorMessage sequence. */
            sequence: number;

            /** OperatorMessage assignment. */
            assignment?: (subnetes.v1.ProtocolAssignment.$Properties|null);

            /** OperatorMessage removed. */
            removed?: (string|null);

            /** OperatorMessage endpoints. */
            endpoints?: (subnetes.v1.Endpoints.$Properties|null);

            /** OperatorMessage synced. */
            synced?: (subnetes.v1.Synced.$Properties|null);

            /** OperatorMessage hold. */
            hold?: (subnetes.v1.Hold.$Properties|null);

            /** OperatorMessage redirect. */
            redirect?: (subnetes.v1.Redirect.$Properties|null);

            /** OperatorMessage kind. */
            kind?: ("assignment"|"removed"|"endpoints"|"synced"|"hold"|"redirect");

            /**
             * Creates a new OperatorMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OperatorMessage instance
             */
            static create(properties: subnetes.v1.OperatorMessage.$Shape): subnetes.v1.OperatorMessage & subnetes.v1.OperatorMessage.$Shape;
            static create(properties?: subnetes.v1.OperatorMessage.$Properties): subnetes.v1.OperatorMessage;

            /**
             * Encodes the specified OperatorMessage message. Does not implicitly {@link subnetes.v1.OperatorMessage.verify|verify} messages.
             * @param message OperatorMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.OperatorMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OperatorMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.OperatorMessage & subnetes.v1.OperatorMessage.$Shape} OperatorMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.OperatorMessage & subnetes.v1.OperatorMessage.$Shape;
        }

        namespace OperatorMessage {

            /** Properties of an OperatorMessage. */
            interface $Properties {

                /** OperatorMessage term */
                term?: (number|null);

                /** OperatorMessage sequence */
                sequence?: (number|null);

                /** OperatorMessage assignment */
                assignment?: (subnetes.v1.ProtocolAssignment.$Properties|null);

                /** OperatorMessage removed */
                removed?: (string|null);

                /** OperatorMessage endpoints */
                endpoints?: (subnetes.v1.Endpoints.$Properties|null);

                /** OperatorMessage synced */
                synced?: (subnetes.v1.Synced.$Properties|null);

                /** OperatorMessage hold */
                hold?: (subnetes.v1.Hold.$Properties|null);

                /** OperatorMessage redirect */
                redirect?: (subnetes.v1.Redirect.$Properties|null);

                /** OperatorMessage kind */
                kind?: ("assignment"|"removed"|"endpoints"|"synced"|"hold"|"redirect");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an OperatorMessage. */
            type $Shape = {
              term?: number|null;
              sequence?: number|null;
              assignment?: subnetes.v1.ProtocolAssignment.$Shape|null;
              removed?: string|null;
              endpoints?: subnetes.v1.Endpoints.$Shape|null;
              synced?: subnetes.v1.Synced.$Shape|null;
              hold?: subnetes.v1.Hold.$Shape|null;
              redirect?: subnetes.v1.Redirect.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; assignment?: null; removed?: null; endpoints?: null; synced?: null; hold?: null; redirect?: null }|{ kind?: "assignment"; assignment: subnetes.v1.ProtocolAssignment.$Shape; removed?: null; endpoints?: null; synced?: null; hold?: null; redirect?: null }|{ kind?: "removed"; assignment?: null; removed: string; endpoints?: null; synced?: null; hold?: null; redirect?: null }|{ kind?: "endpoints"; assignment?: null; removed?: null; endpoints: subnetes.v1.Endpoints.$Shape; synced?: null; hold?: null; redirect?: null }|{ kind?: "synced"; assignment?: null; removed?: null; endpoints?: null; synced: subnetes.v1.Synced.$Shape; hold?: null; redirect?: null }|{ kind?: "hold"; assignment?: null; removed?: null; endpoints?: null; synced?: null; hold: subnetes.v1.Hold.$Shape; redirect?: null }|{ kind?: "redirect"; assignment?: null; removed?: null; endpoints?: null; synced?: null; hold?: null; redirect: subnetes.v1.Redirect.$Shape })
            );
        }

        /**
         * Properties of a ProtocolAssignment.
         * @deprecated Use subnetes.v1.ProtocolAssignment.$Properties instead.
         */
        interface IProtocolAssignment extends subnetes.v1.ProtocolAssignment.$Properties {
        }

        /** Represents a ProtocolAssignment. */
        class ProtocolAssignment {

            /**
             * Constructs a new ProtocolAssignment.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ProtocolAssignment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProtocolAssignment name. */
            name: string;

            /** ProtocolAssignment generation. */
            generation: number;

            /** ProtocolAssignment service. */
            service: string;

            /** ProtocolAssignment handlerPrefix. */
            handlerPrefix: string;

            /** ProtocolAssignment methods. */
            methods: subnetes.v1.Method.$Properties[];

            /** ProtocolAssignment descriptorSet. */
            descriptorSet: Uint8Array;

            /** ProtocolAssignment proto. */
            proto: string;

            /** ProtocolAssignment concurrency. */
            concurrency: number;

            /** ProtocolAssignment hold. */
            hold?: (subnetes.v1.HoldLimits.$Properties|null);

            /** ProtocolAssignment accessJson. */
            accessJson: string;

            /** ProtocolAssignment queue. */
            queue?: (subnetes.v1.QueueLimits.$Properties|null);

            /** ProtocolAssignment namespace. */
            namespace: string;

            /**
             * Creates a new ProtocolAssignment instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProtocolAssignment instance
             */
            static create(properties: subnetes.v1.ProtocolAssignment.$Shape): subnetes.v1.ProtocolAssignment & subnetes.v1.ProtocolAssignment.$Shape;
            static create(properties?: subnetes.v1.ProtocolAssignment.$Properties): subnetes.v1.ProtocolAssignment;

            /**
             * Encodes the specified ProtocolAssignment message. Does not implicitly {@link subnetes.v1.ProtocolAssignment.verify|verify} messages.
             * @param message ProtocolAssignment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ProtocolAssignment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProtocolAssignment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolAssignment & subnetes.v1.ProtocolAssignment.$Shape} ProtocolAssignment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ProtocolAssignment & subnetes.v1.ProtocolAssignment.$Shape;
        }

        namespace ProtocolAssignment {

            /** Properties of a ProtocolAssignment. */
            interface $Properties {

                /** ProtocolAssignment name */
                name?: (string|null);

                /** ProtocolAssignment generation */
                generation?: (number|null);

                /** ProtocolAssignment service */
                service?: (string|null);

                /** ProtocolAssignment handlerPrefix */
                handlerPrefix?: (string|null);

                /** ProtocolAssignment methods */
                methods?: (subnetes.v1.Method.$Properties[]|null);

                /** ProtocolAssignment descriptorSet */
                descriptorSet?: (Uint8Array|null);

                /** ProtocolAssignment proto */
                proto?: (string|null);

                /** ProtocolAssignment concurrency */
                concurrency?: (number|null);

                /** ProtocolAssignment hold */
                hold?: (subnetes.v1.HoldLimits.$Properties|null);

                /** ProtocolAssignment accessJson */
                accessJson?: (string|null);

                /** ProtocolAssignment queue */
                queue?: (subnetes.v1.QueueLimits.$Properties|null);

                /** ProtocolAssignment namespace */
                namespace?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProtocolAssignment. */
            type $Shape = subnetes.v1.ProtocolAssignment.$Properties;
        }

        /**
         * Properties of a Method.
         * @deprecated Use subnetes.v1.Method.$Properties instead.
         */
        interface IMethod extends subnetes.v1.Method.$Properties {
        }

        /** Represents a Method. */
        class Method {

            /**
             * Constructs a new Method.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Method.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Method name. */
            name: string;

            /** Method requestStream. */
            requestStream: boolean;

            /** Method responseStream. */
            responseStream: boolean;

            /** Method timeoutSeconds. */
            timeoutSeconds: number;

            /** Method idempotent. */
            idempotent: boolean;

            /** Method maxRequestBytes. */
            maxRequestBytes: number;

            /** Method mode. */
            mode: subnetes.v1.Mode;

            /** Method requestType. */
            requestType: string;

            /** Method responseType. */
            responseType: string;

            /** Method accessJson. */
            accessJson: string;

            /**
             * Creates a new Method instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Method instance
             */
            static create(properties: subnetes.v1.Method.$Shape): subnetes.v1.Method & subnetes.v1.Method.$Shape;
            static create(properties?: subnetes.v1.Method.$Properties): subnetes.v1.Method;

            /**
             * Encodes the specified Method message. Does not implicitly {@link subnetes.v1.Method.verify|verify} messages.
             * @param message Method message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Method.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Method message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Method & subnetes.v1.Method.$Shape} Method
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Method & subnetes.v1.Method.$Shape;
        }

        namespace Method {

            /** Properties of a Method. */
            interface $Properties {

                /** Method name */
                name?: (string|null);

                /** Method requestStream */
                requestStream?: (boolean|null);

                /** Method responseStream */
                responseStream?: (boolean|null);

                /** Method timeoutSeconds */
                timeoutSeconds?: (number|null);

                /** Method idempotent */
                idempotent?: (boolean|null);

                /** Method maxRequestBytes */
                maxRequestBytes?: (number|null);

                /** Method mode */
                mode?: (subnetes.v1.Mode|null);

                /** Method requestType */
                requestType?: (string|null);

                /** Method responseType */
                responseType?: (string|null);

                /** Method accessJson */
                accessJson?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Method. */
            type $Shape = subnetes.v1.Method.$Properties;
        }

        /** Mode enum. */
        enum Mode {

            /** MODE_UNSPECIFIED value */
            MODE_UNSPECIFIED = 0,

            /** MODE_INTERACTIVE value */
            MODE_INTERACTIVE = 1,

            /** MODE_QUEUED value */
            MODE_QUEUED = 2
        }

        /**
         * Properties of a HoldLimits.
         * @deprecated Use subnetes.v1.HoldLimits.$Properties instead.
         */
        interface IHoldLimits extends subnetes.v1.HoldLimits.$Properties {
        }

        /** Represents a HoldLimits. */
        class HoldLimits {

            /**
             * Constructs a new HoldLimits.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.HoldLimits.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HoldLimits maxPending. */
            maxPending: number;

            /** HoldLimits maxPendingPerPeer. */
            maxPendingPerPeer: number;

            /** HoldLimits timeoutSeconds. */
            timeoutSeconds: number;

            /**
             * Creates a new HoldLimits instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HoldLimits instance
             */
            static create(properties: subnetes.v1.HoldLimits.$Shape): subnetes.v1.HoldLimits & subnetes.v1.HoldLimits.$Shape;
            static create(properties?: subnetes.v1.HoldLimits.$Properties): subnetes.v1.HoldLimits;

            /**
             * Encodes the specified HoldLimits message. Does not implicitly {@link subnetes.v1.HoldLimits.verify|verify} messages.
             * @param message HoldLimits message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.HoldLimits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HoldLimits message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.HoldLimits & subnetes.v1.HoldLimits.$Shape} HoldLimits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.HoldLimits & subnetes.v1.HoldLimits.$Shape;
        }

        namespace HoldLimits {

            /** Properties of a HoldLimits. */
            interface $Properties {

                /** HoldLimits maxPending */
                maxPending?: (number|null);

                /** HoldLimits maxPendingPerPeer */
                maxPendingPerPeer?: (number|null);

                /** HoldLimits timeoutSeconds */
                timeoutSeconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HoldLimits. */
            type $Shape = subnetes.v1.HoldLimits.$Properties;
        }

        /**
         * Properties of a QueueLimits.
         * @deprecated Use subnetes.v1.QueueLimits.$Properties instead.
         */
        interface IQueueLimits extends subnetes.v1.QueueLimits.$Properties {
        }

        /** Represents a QueueLimits. */
        class QueueLimits {

            /**
             * Constructs a new QueueLimits.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.QueueLimits.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** QueueLimits attempts. */
            attempts: number;

            /** QueueLimits backoffSeconds. */
            backoffSeconds: number;

            /** QueueLimits lockDurationSeconds. */
            lockDurationSeconds: number;

            /** QueueLimits maxStalledCount. */
            maxStalledCount: number;

            /** QueueLimits keepResultsSeconds. */
            keepResultsSeconds: number;

            /**
             * Creates a new QueueLimits instance using the specified properties.
             * @param [properties] Properties to set
             * @returns QueueLimits instance
             */
            static create(properties: subnetes.v1.QueueLimits.$Shape): subnetes.v1.QueueLimits & subnetes.v1.QueueLimits.$Shape;
            static create(properties?: subnetes.v1.QueueLimits.$Properties): subnetes.v1.QueueLimits;

            /**
             * Encodes the specified QueueLimits message. Does not implicitly {@link subnetes.v1.QueueLimits.verify|verify} messages.
             * @param message QueueLimits message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.QueueLimits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a QueueLimits message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.QueueLimits & subnetes.v1.QueueLimits.$Shape} QueueLimits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.QueueLimits & subnetes.v1.QueueLimits.$Shape;
        }

        namespace QueueLimits {

            /** Properties of a QueueLimits. */
            interface $Properties {

                /** QueueLimits attempts */
                attempts?: (number|null);

                /** QueueLimits backoffSeconds */
                backoffSeconds?: (number|null);

                /** QueueLimits lockDurationSeconds */
                lockDurationSeconds?: (number|null);

                /** QueueLimits maxStalledCount */
                maxStalledCount?: (number|null);

                /** QueueLimits keepResultsSeconds */
                keepResultsSeconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a QueueLimits. */
            type $Shape = subnetes.v1.QueueLimits.$Properties;
        }

        /**
         * Properties of an Endpoints.
         * @deprecated Use subnetes.v1.Endpoints.$Properties instead.
         */
        interface IEndpoints extends subnetes.v1.Endpoints.$Properties {
        }

        /** Represents an Endpoints. */
        class Endpoints {

            /**
             * Constructs a new Endpoints.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Endpoints.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Endpoints protocol. */
            protocol: string;

            /** Endpoints endpoints. */
            endpoints: subnetes.v1.Endpoint.$Properties[];

            /** Endpoints trustedCa. */
            trustedCa: string;

            /**
             * Creates a new Endpoints instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Endpoints instance
             */
            static create(properties: subnetes.v1.Endpoints.$Shape): subnetes.v1.Endpoints & subnetes.v1.Endpoints.$Shape;
            static create(properties?: subnetes.v1.Endpoints.$Properties): subnetes.v1.Endpoints;

            /**
             * Encodes the specified Endpoints message. Does not implicitly {@link subnetes.v1.Endpoints.verify|verify} messages.
             * @param message Endpoints message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Endpoints.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Endpoints message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Endpoints & subnetes.v1.Endpoints.$Shape} Endpoints
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Endpoints & subnetes.v1.Endpoints.$Shape;
        }

        namespace Endpoints {

            /** Properties of an Endpoints. */
            interface $Properties {

                /** Endpoints protocol */
                protocol?: (string|null);

                /** Endpoints endpoints */
                endpoints?: (subnetes.v1.Endpoint.$Properties[]|null);

                /** Endpoints trustedCa */
                trustedCa?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Endpoints. */
            type $Shape = subnetes.v1.Endpoints.$Properties;
        }

        /**
         * Properties of an Endpoint.
         * @deprecated Use subnetes.v1.Endpoint.$Properties instead.
         */
        interface IEndpoint extends subnetes.v1.Endpoint.$Properties {
        }

        /** Represents an Endpoint. */
        class Endpoint {

            /**
             * Constructs a new Endpoint.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Endpoint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Endpoint id. */
            id: string;

            /** Endpoint address. */
            address: string;

            /** Endpoint state. */
            state: subnetes.v1.EndpointState;

            /** Endpoint serverName. */
            serverName: string;

            /**
             * Creates a new Endpoint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Endpoint instance
             */
            static create(properties: subnetes.v1.Endpoint.$Shape): subnetes.v1.Endpoint & subnetes.v1.Endpoint.$Shape;
            static create(properties?: subnetes.v1.Endpoint.$Properties): subnetes.v1.Endpoint;

            /**
             * Encodes the specified Endpoint message. Does not implicitly {@link subnetes.v1.Endpoint.verify|verify} messages.
             * @param message Endpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Endpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Endpoint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Endpoint & subnetes.v1.Endpoint.$Shape} Endpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Endpoint & subnetes.v1.Endpoint.$Shape;
        }

        namespace Endpoint {

            /** Properties of an Endpoint. */
            interface $Properties {

                /** Endpoint id */
                id?: (string|null);

                /** Endpoint address */
                address?: (string|null);

                /** Endpoint state */
                state?: (subnetes.v1.EndpointState|null);

                /** Endpoint serverName */
                serverName?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Endpoint. */
            type $Shape = subnetes.v1.Endpoint.$Properties;
        }

        /** EndpointState enum. */
        enum EndpointState {

            /** ENDPOINT_STATE_UNSPECIFIED value */
            ENDPOINT_STATE_UNSPECIFIED = 0,

            /** ENDPOINT_STATE_STARTING value */
            ENDPOINT_STATE_STARTING = 1,

            /** ENDPOINT_STATE_READY value */
            ENDPOINT_STATE_READY = 2,

            /** ENDPOINT_STATE_DRAINING value */
            ENDPOINT_STATE_DRAINING = 3
        }

        /**
         * Properties of a Synced.
         * @deprecated Use subnetes.v1.Synced.$Properties instead.
         */
        interface ISynced extends subnetes.v1.Synced.$Properties {
        }

        /** Represents a Synced. */
        class Synced {

            /**
             * Constructs a new Synced.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Synced.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Synced instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Synced instance
             */
            static create(properties: subnetes.v1.Synced.$Shape): subnetes.v1.Synced & subnetes.v1.Synced.$Shape;
            static create(properties?: subnetes.v1.Synced.$Properties): subnetes.v1.Synced;

            /**
             * Encodes the specified Synced message. Does not implicitly {@link subnetes.v1.Synced.verify|verify} messages.
             * @param message Synced message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Synced.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Synced message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Synced & subnetes.v1.Synced.$Shape} Synced
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Synced & subnetes.v1.Synced.$Shape;
        }

        namespace Synced {

            /** Properties of a Synced. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Synced. */
            type $Shape = subnetes.v1.Synced.$Properties;
        }

        /**
         * Properties of a Hold.
         * @deprecated Use subnetes.v1.Hold.$Properties instead.
         */
        interface IHold extends subnetes.v1.Hold.$Properties {
        }

        /** Represents a Hold. */
        class Hold {

            /**
             * Constructs a new Hold.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Hold.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hold protocol. */
            protocol: string;

            /** Hold epoch. */
            epoch: number;

            /** Hold release. */
            release: boolean;

            /**
             * Creates a new Hold instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hold instance
             */
            static create(properties: subnetes.v1.Hold.$Shape): subnetes.v1.Hold & subnetes.v1.Hold.$Shape;
            static create(properties?: subnetes.v1.Hold.$Properties): subnetes.v1.Hold;

            /**
             * Encodes the specified Hold message. Does not implicitly {@link subnetes.v1.Hold.verify|verify} messages.
             * @param message Hold message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Hold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hold message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Hold & subnetes.v1.Hold.$Shape} Hold
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Hold & subnetes.v1.Hold.$Shape;
        }

        namespace Hold {

            /** Properties of a Hold. */
            interface $Properties {

                /** Hold protocol */
                protocol?: (string|null);

                /** Hold epoch */
                epoch?: (number|null);

                /** Hold release */
                release?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hold. */
            type $Shape = subnetes.v1.Hold.$Properties;
        }

        /**
         * Properties of a Redirect.
         * @deprecated Use subnetes.v1.Redirect.$Properties instead.
         */
        interface IRedirect extends subnetes.v1.Redirect.$Properties {
        }

        /** Represents a Redirect. */
        class Redirect {

            /**
             * Constructs a new Redirect.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Redirect.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Redirect address. */
            address: string;

            /**
             * Creates a new Redirect instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Redirect instance
             */
            static create(properties: subnetes.v1.Redirect.$Shape): subnetes.v1.Redirect & subnetes.v1.Redirect.$Shape;
            static create(properties?: subnetes.v1.Redirect.$Properties): subnetes.v1.Redirect;

            /**
             * Encodes the specified Redirect message. Does not implicitly {@link subnetes.v1.Redirect.verify|verify} messages.
             * @param message Redirect message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Redirect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Redirect message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Redirect & subnetes.v1.Redirect.$Shape} Redirect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Redirect & subnetes.v1.Redirect.$Shape;
        }

        namespace Redirect {

            /** Properties of a Redirect. */
            interface $Properties {

                /** Redirect address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Redirect. */
            type $Shape = subnetes.v1.Redirect.$Properties;
        }

        /** Represents a JobsProtocol */
        class JobsProtocol extends $protobuf.rpc.Service {

            /**
             * Constructs a new JobsProtocol service.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             */
            constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

            /**
             * Creates new JobsProtocol service using the specified rpc implementation.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             * @returns RPC service. Useful where requests and/or responses are streamed.
             */
            static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): JobsProtocol;

            /** Calls rpc_submit. */
            rpc_submit: subnetes.v1.JobsProtocol.rpc_submit;

            /** Calls rpc_get. */
            rpc_get: subnetes.v1.JobsProtocol.rpc_get;

            /** Calls rpc_result. */
            rpc_result: subnetes.v1.JobsProtocol.rpc_result;

            /** Calls rpc_watch. */
            rpc_watch: subnetes.v1.JobsProtocol.rpc_watch;

            /** Calls rpc_cancel. */
            rpc_cancel: subnetes.v1.JobsProtocol.rpc_cancel;

            /** Calls rpc_list. */
            rpc_list: subnetes.v1.JobsProtocol.rpc_list;
        }

        namespace JobsProtocol {

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_submit}.
             * @param error Error, if any
             * @param [response] Job
             */
            type rpc_submitCallback = (error: (Error|null), response?: subnetes.v1.Job) => void;

            /** Calls rpc_submit. */
            type rpc_submit = {
              (request: subnetes.v1.IJobSubmitRequest, callback: subnetes.v1.JobsProtocol.rpc_submitCallback): void;
              (request: subnetes.v1.IJobSubmitRequest): Promise<subnetes.v1.Job>;
              readonly name: "rpc_submit";
              readonly path: "/subnetes.v1.JobsProtocol/rpc_submit";
              readonly requestType: "JobSubmitRequest";
              readonly responseType: "Job";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_get}.
             * @param error Error, if any
             * @param [response] Job
             */
            type rpc_getCallback = (error: (Error|null), response?: subnetes.v1.Job) => void;

            /** Calls rpc_get. */
            type rpc_get = {
              (request: subnetes.v1.IJobGetRequest, callback: subnetes.v1.JobsProtocol.rpc_getCallback): void;
              (request: subnetes.v1.IJobGetRequest): Promise<subnetes.v1.Job>;
              readonly name: "rpc_get";
              readonly path: "/subnetes.v1.JobsProtocol/rpc_get";
              readonly requestType: "JobGetRequest";
              readonly responseType: "Job";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_result}.
             * @param error Error, if any
             * @param [response] JobResult
             */
            type rpc_resultCallback = (error: (Error|null), response?: subnetes.v1.JobResult) => void;

            /** Calls rpc_result. */
            type rpc_result = {
              (request: subnetes.v1.IJobResultRequest, callback: subnetes.v1.JobsProtocol.rpc_resultCallback): void;
              (request: subnetes.v1.IJobResultRequest): Promise<subnetes.v1.JobResult>;
              readonly name: "rpc_result";
              readonly path: "/subnetes.v1.JobsProtocol/rpc_result";
              readonly requestType: "JobResultRequest";
              readonly responseType: "JobResult";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_watch}.
             * @param error Error, if any
             * @param [response] JobEvent
             */
            type rpc_watchCallback = (error: (Error|null), response?: subnetes.v1.JobEvent) => void;

            /** Calls rpc_watch. */
            type rpc_watch = {
              (request: subnetes.v1.IJobWatchRequest, callback: subnetes.v1.JobsProtocol.rpc_watchCallback): void;
              (request: subnetes.v1.IJobWatchRequest): Promise<subnetes.v1.JobEvent>;
              readonly name: "rpc_watch";
              readonly path: "/subnetes.v1.JobsProtocol/rpc_watch";
              readonly requestType: "JobWatchRequest";
              readonly responseType: "JobEvent";
              readonly requestStream: undefined;
              readonly responseStream: true;
            };

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_cancel}.
             * @param error Error, if any
             * @param [response] Job
             */
            type rpc_cancelCallback = (error: (Error|null), response?: subnetes.v1.Job) => void;

            /** Calls rpc_cancel. */
            type rpc_cancel = {
              (request: subnetes.v1.IJobCancelRequest, callback: subnetes.v1.JobsProtocol.rpc_cancelCallback): void;
              (request: subnetes.v1.IJobCancelRequest): Promise<subnetes.v1.Job>;
              readonly name: "rpc_cancel";
              readonly path: "/subnetes.v1.JobsProtocol/rpc_cancel";
              readonly requestType: "JobCancelRequest";
              readonly responseType: "Job";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_list}.
             * @param error Error, if any
             * @param [response] JobListResponse
             */
            type rpc_listCallback = (error: (Error|null), response?: subnetes.v1.JobListResponse) => void;

            /** Calls rpc_list. */
            type rpc_list = {
              (request: subnetes.v1.IJobListRequest, callback: subnetes.v1.JobsProtocol.rpc_listCallback): void;
              (request: subnetes.v1.IJobListRequest): Promise<subnetes.v1.JobListResponse>;
              readonly name: "rpc_list";
              readonly path: "/subnetes.v1.JobsProtocol/rpc_list";
              readonly requestType: "JobListRequest";
              readonly responseType: "JobListResponse";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };
        }

        /** JobState enum. */
        enum JobState {

            /** JOB_STATE_UNSPECIFIED value */
            JOB_STATE_UNSPECIFIED = 0,

            /** JOB_STATE_WAITING value */
            JOB_STATE_WAITING = 1,

            /** JOB_STATE_DELAYED value */
            JOB_STATE_DELAYED = 2,

            /** JOB_STATE_ACTIVE value */
            JOB_STATE_ACTIVE = 3,

            /** JOB_STATE_SUCCEEDED value */
            JOB_STATE_SUCCEEDED = 4,

            /** JOB_STATE_FAILED value */
            JOB_STATE_FAILED = 5,

            /** JOB_STATE_CANCELLED value */
            JOB_STATE_CANCELLED = 6
        }

        /**
         * Properties of a Job.
         * @deprecated Use subnetes.v1.Job.$Properties instead.
         */
        interface IJob extends subnetes.v1.Job.$Properties {
        }

        /** Represents a Job. */
        class Job {

            /**
             * Constructs a new Job.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.Job.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Job id. */
            id: string;

            /** Job handle. */
            handle: string;

            /** Job state. */
            state: subnetes.v1.JobState;

            /** Job progress. */
            progress: number;

            /** Job attempt. */
            attempt: number;

            /** Job maxAttempts. */
            maxAttempts: number;

            /** Job createdAtMs. */
            createdAtMs: number;

            /** Job startedAtMs. */
            startedAtMs: number;

            /** Job finishedAtMs. */
            finishedAtMs: number;

            /** Job expiresAtMs. */
            expiresAtMs: number;

            /** Job outputMessages. */
            outputMessages: number;

            /** Job errorCode. */
            errorCode: string;

            /** Job errorMessage. */
            errorMessage: string;

            /** Job idempotencyKey. */
            idempotencyKey: string;

            /**
             * Creates a new Job instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Job instance
             */
            static create(properties: subnetes.v1.Job.$Shape): subnetes.v1.Job & subnetes.v1.Job.$Shape;
            static create(properties?: subnetes.v1.Job.$Properties): subnetes.v1.Job;

            /**
             * Encodes the specified Job message. Does not implicitly {@link subnetes.v1.Job.verify|verify} messages.
             * @param message Job message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.Job.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Job message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.Job & subnetes.v1.Job.$Shape} Job
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.Job & subnetes.v1.Job.$Shape;
        }

        namespace Job {

            /** Properties of a Job. */
            interface $Properties {

                /** Job id */
                id?: (string|null);

                /** Job handle */
                handle?: (string|null);

                /** Job state */
                state?: (subnetes.v1.JobState|null);

                /** Job progress */
                progress?: (number|null);

                /** Job attempt */
                attempt?: (number|null);

                /** Job maxAttempts */
                maxAttempts?: (number|null);

                /** Job createdAtMs */
                createdAtMs?: (number|null);

                /** Job startedAtMs */
                startedAtMs?: (number|null);

                /** Job finishedAtMs */
                finishedAtMs?: (number|null);

                /** Job expiresAtMs */
                expiresAtMs?: (number|null);

                /** Job outputMessages */
                outputMessages?: (number|null);

                /** Job errorCode */
                errorCode?: (string|null);

                /** Job errorMessage */
                errorMessage?: (string|null);

                /** Job idempotencyKey */
                idempotencyKey?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Job. */
            type $Shape = subnetes.v1.Job.$Properties;
        }

        /**
         * Properties of a JobSubmitRequest.
         * @deprecated Use subnetes.v1.JobSubmitRequest.$Properties instead.
         */
        interface IJobSubmitRequest extends subnetes.v1.JobSubmitRequest.$Properties {
        }

        /** Represents a JobSubmitRequest. */
        class JobSubmitRequest {

            /**
             * Constructs a new JobSubmitRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobSubmitRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobSubmitRequest handle. */
            handle: string;

            /** JobSubmitRequest request. */
            request: Uint8Array;

            /** JobSubmitRequest idempotencyKey. */
            idempotencyKey: string;

            /** JobSubmitRequest priority. */
            priority: number;

            /** JobSubmitRequest delayMs. */
            delayMs: number;

            /** JobSubmitRequest maxAttempts. */
            maxAttempts: number;

            /** JobSubmitRequest timeoutSeconds. */
            timeoutSeconds: number;

            /**
             * Creates a new JobSubmitRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobSubmitRequest instance
             */
            static create(properties: subnetes.v1.JobSubmitRequest.$Shape): subnetes.v1.JobSubmitRequest & subnetes.v1.JobSubmitRequest.$Shape;
            static create(properties?: subnetes.v1.JobSubmitRequest.$Properties): subnetes.v1.JobSubmitRequest;

            /**
             * Encodes the specified JobSubmitRequest message. Does not implicitly {@link subnetes.v1.JobSubmitRequest.verify|verify} messages.
             * @param message JobSubmitRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobSubmitRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobSubmitRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobSubmitRequest & subnetes.v1.JobSubmitRequest.$Shape} JobSubmitRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobSubmitRequest & subnetes.v1.JobSubmitRequest.$Shape;
        }

        namespace JobSubmitRequest {

            /** Properties of a JobSubmitRequest. */
            interface $Properties {

                /** JobSubmitRequest handle */
                handle?: (string|null);

                /** JobSubmitRequest request */
                request?: (Uint8Array|null);

                /** JobSubmitRequest idempotencyKey */
                idempotencyKey?: (string|null);

                /** JobSubmitRequest priority */
                priority?: (number|null);

                /** JobSubmitRequest delayMs */
                delayMs?: (number|null);

                /** JobSubmitRequest maxAttempts */
                maxAttempts?: (number|null);

                /** JobSubmitRequest timeoutSeconds */
                timeoutSeconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobSubmitRequest. */
            type $Shape = subnetes.v1.JobSubmitRequest.$Properties;
        }

        /**
         * Properties of a JobGetRequest.
         * @deprecated Use subnetes.v1.JobGetRequest.$Properties instead.
         */
        interface IJobGetRequest extends subnetes.v1.JobGetRequest.$Properties {
        }

        /** Represents a JobGetRequest. */
        class JobGetRequest {

            /**
             * Constructs a new JobGetRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobGetRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobGetRequest id. */
            id: string;

            /**
             * Creates a new JobGetRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobGetRequest instance
             */
            static create(properties: subnetes.v1.JobGetRequest.$Shape): subnetes.v1.JobGetRequest & subnetes.v1.JobGetRequest.$Shape;
            static create(properties?: subnetes.v1.JobGetRequest.$Properties): subnetes.v1.JobGetRequest;

            /**
             * Encodes the specified JobGetRequest message. Does not implicitly {@link subnetes.v1.JobGetRequest.verify|verify} messages.
             * @param message JobGetRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobGetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobGetRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobGetRequest & subnetes.v1.JobGetRequest.$Shape} JobGetRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobGetRequest & subnetes.v1.JobGetRequest.$Shape;
        }

        namespace JobGetRequest {

            /** Properties of a JobGetRequest. */
            interface $Properties {

                /** JobGetRequest id */
                id?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobGetRequest. */
            type $Shape = subnetes.v1.JobGetRequest.$Properties;
        }

        /**
         * Properties of a JobResultRequest.
         * @deprecated Use subnetes.v1.JobResultRequest.$Properties instead.
         */
        interface IJobResultRequest extends subnetes.v1.JobResultRequest.$Properties {
        }

        /** Represents a JobResultRequest. */
        class JobResultRequest {

            /**
             * Constructs a new JobResultRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobResultRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobResultRequest id. */
            id: string;

            /** JobResultRequest waitSeconds. */
            waitSeconds: number;

            /**
             * Creates a new JobResultRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobResultRequest instance
             */
            static create(properties: subnetes.v1.JobResultRequest.$Shape): subnetes.v1.JobResultRequest & subnetes.v1.JobResultRequest.$Shape;
            static create(properties?: subnetes.v1.JobResultRequest.$Properties): subnetes.v1.JobResultRequest;

            /**
             * Encodes the specified JobResultRequest message. Does not implicitly {@link subnetes.v1.JobResultRequest.verify|verify} messages.
             * @param message JobResultRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobResultRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobResultRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobResultRequest & subnetes.v1.JobResultRequest.$Shape} JobResultRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobResultRequest & subnetes.v1.JobResultRequest.$Shape;
        }

        namespace JobResultRequest {

            /** Properties of a JobResultRequest. */
            interface $Properties {

                /** JobResultRequest id */
                id?: (string|null);

                /** JobResultRequest waitSeconds */
                waitSeconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobResultRequest. */
            type $Shape = subnetes.v1.JobResultRequest.$Properties;
        }

        /**
         * Properties of a JobResult.
         * @deprecated Use subnetes.v1.JobResult.$Properties instead.
         */
        interface IJobResult extends subnetes.v1.JobResult.$Properties {
        }

        /** Represents a JobResult. */
        class JobResult {

            /**
             * Constructs a new JobResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobResult job. */
            job?: (subnetes.v1.Job.$Properties|null);

            /** JobResult messages. */
            messages: Uint8Array[];

            /**
             * Creates a new JobResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobResult instance
             */
            static create(properties: subnetes.v1.JobResult.$Shape): subnetes.v1.JobResult & subnetes.v1.JobResult.$Shape;
            static create(properties?: subnetes.v1.JobResult.$Properties): subnetes.v1.JobResult;

            /**
             * Encodes the specified JobResult message. Does not implicitly {@link subnetes.v1.JobResult.verify|verify} messages.
             * @param message JobResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobResult & subnetes.v1.JobResult.$Shape} JobResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobResult & subnetes.v1.JobResult.$Shape;
        }

        namespace JobResult {

            /** Properties of a JobResult. */
            interface $Properties {

                /** JobResult job */
                job?: (subnetes.v1.Job.$Properties|null);

                /** JobResult messages */
                messages?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobResult. */
            type $Shape = subnetes.v1.JobResult.$Properties;
        }

        /**
         * Properties of a JobWatchRequest.
         * @deprecated Use subnetes.v1.JobWatchRequest.$Properties instead.
         */
        interface IJobWatchRequest extends subnetes.v1.JobWatchRequest.$Properties {
        }

        /** Represents a JobWatchRequest. */
        class JobWatchRequest {

            /**
             * Constructs a new JobWatchRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobWatchRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobWatchRequest id. */
            id: string;

            /** JobWatchRequest afterAttempt. */
            afterAttempt: number;

            /** JobWatchRequest afterSequence. */
            afterSequence: number;

            /**
             * Creates a new JobWatchRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobWatchRequest instance
             */
            static create(properties: subnetes.v1.JobWatchRequest.$Shape): subnetes.v1.JobWatchRequest & subnetes.v1.JobWatchRequest.$Shape;
            static create(properties?: subnetes.v1.JobWatchRequest.$Properties): subnetes.v1.JobWatchRequest;

            /**
             * Encodes the specified JobWatchRequest message. Does not implicitly {@link subnetes.v1.JobWatchRequest.verify|verify} messages.
             * @param message JobWatchRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobWatchRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobWatchRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobWatchRequest & subnetes.v1.JobWatchRequest.$Shape} JobWatchRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobWatchRequest & subnetes.v1.JobWatchRequest.$Shape;
        }

        namespace JobWatchRequest {

            /** Properties of a JobWatchRequest. */
            interface $Properties {

                /** JobWatchRequest id */
                id?: (string|null);

                /** JobWatchRequest afterAttempt */
                afterAttempt?: (number|null);

                /** JobWatchRequest afterSequence */
                afterSequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobWatchRequest. */
            type $Shape = subnetes.v1.JobWatchRequest.$Properties;
        }

        /**
         * Properties of a JobEvent.
         * @deprecated Use subnetes.v1.JobEvent.$Properties instead.
         */
        interface IJobEvent extends subnetes.v1.JobEvent.$Properties {
        }

        /** Represents a JobEvent. */
        class JobEvent {

            /**
             * Constructs a new JobEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobEvent attempt. */
            attempt: number;

            /** JobEvent sequence. */
            sequence: number;

            /** JobEvent job. */
            job?: (subnetes.v1.Job.$Properties|null);

            /** JobEvent output. */
            output?: (Uint8Array|null);

            /** JobEvent restarted. */
            restarted?: (boolean|null);

            /** JobEvent kind. */
            kind?: ("job"|"output"|"restarted");

            /**
             * Creates a new JobEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobEvent instance
             */
            static create(properties: subnetes.v1.JobEvent.$Shape): subnetes.v1.JobEvent & subnetes.v1.JobEvent.$Shape;
            static create(properties?: subnetes.v1.JobEvent.$Properties): subnetes.v1.JobEvent;

            /**
             * Encodes the specified JobEvent message. Does not implicitly {@link subnetes.v1.JobEvent.verify|verify} messages.
             * @param message JobEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobEvent & subnetes.v1.JobEvent.$Shape} JobEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobEvent & subnetes.v1.JobEvent.$Shape;
        }

        namespace JobEvent {

            /** Properties of a JobEvent. */
            interface $Properties {

                /** JobEvent attempt */
                attempt?: (number|null);

                /** JobEvent sequence */
                sequence?: (number|null);

                /** JobEvent job */
                job?: (subnetes.v1.Job.$Properties|null);

                /** JobEvent output */
                output?: (Uint8Array|null);

                /** JobEvent restarted */
                restarted?: (boolean|null);

                /** JobEvent kind */
                kind?: ("job"|"output"|"restarted");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a JobEvent. */
            type $Shape = {
              attempt?: number|null;
              sequence?: number|null;
              job?: subnetes.v1.Job.$Shape|null;
              output?: Uint8Array|null;
              restarted?: boolean|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; job?: null; output?: null; restarted?: null }|{ kind?: "job"; job: subnetes.v1.Job.$Shape; output?: null; restarted?: null }|{ kind?: "output"; job?: null; output: Uint8Array; restarted?: null }|{ kind?: "restarted"; job?: null; output?: null; restarted: boolean })
            );
        }

        /**
         * Properties of a JobCancelRequest.
         * @deprecated Use subnetes.v1.JobCancelRequest.$Properties instead.
         */
        interface IJobCancelRequest extends subnetes.v1.JobCancelRequest.$Properties {
        }

        /** Represents a JobCancelRequest. */
        class JobCancelRequest {

            /**
             * Constructs a new JobCancelRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobCancelRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobCancelRequest id. */
            id: string;

            /**
             * Creates a new JobCancelRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobCancelRequest instance
             */
            static create(properties: subnetes.v1.JobCancelRequest.$Shape): subnetes.v1.JobCancelRequest & subnetes.v1.JobCancelRequest.$Shape;
            static create(properties?: subnetes.v1.JobCancelRequest.$Properties): subnetes.v1.JobCancelRequest;

            /**
             * Encodes the specified JobCancelRequest message. Does not implicitly {@link subnetes.v1.JobCancelRequest.verify|verify} messages.
             * @param message JobCancelRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobCancelRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobCancelRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobCancelRequest & subnetes.v1.JobCancelRequest.$Shape} JobCancelRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobCancelRequest & subnetes.v1.JobCancelRequest.$Shape;
        }

        namespace JobCancelRequest {

            /** Properties of a JobCancelRequest. */
            interface $Properties {

                /** JobCancelRequest id */
                id?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobCancelRequest. */
            type $Shape = subnetes.v1.JobCancelRequest.$Properties;
        }

        /**
         * Properties of a JobListRequest.
         * @deprecated Use subnetes.v1.JobListRequest.$Properties instead.
         */
        interface IJobListRequest extends subnetes.v1.JobListRequest.$Properties {
        }

        /** Represents a JobListRequest. */
        class JobListRequest {

            /**
             * Constructs a new JobListRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobListRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobListRequest limit. */
            limit: number;

            /** JobListRequest pageToken. */
            pageToken: string;

            /** JobListRequest states. */
            states: subnetes.v1.JobState[];

            /**
             * Creates a new JobListRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobListRequest instance
             */
            static create(properties: subnetes.v1.JobListRequest.$Shape): subnetes.v1.JobListRequest & subnetes.v1.JobListRequest.$Shape;
            static create(properties?: subnetes.v1.JobListRequest.$Properties): subnetes.v1.JobListRequest;

            /**
             * Encodes the specified JobListRequest message. Does not implicitly {@link subnetes.v1.JobListRequest.verify|verify} messages.
             * @param message JobListRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobListRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobListRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobListRequest & subnetes.v1.JobListRequest.$Shape} JobListRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobListRequest & subnetes.v1.JobListRequest.$Shape;
        }

        namespace JobListRequest {

            /** Properties of a JobListRequest. */
            interface $Properties {

                /** JobListRequest limit */
                limit?: (number|null);

                /** JobListRequest pageToken */
                pageToken?: (string|null);

                /** JobListRequest states */
                states?: (subnetes.v1.JobState[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobListRequest. */
            type $Shape = subnetes.v1.JobListRequest.$Properties;
        }

        /**
         * Properties of a JobListResponse.
         * @deprecated Use subnetes.v1.JobListResponse.$Properties instead.
         */
        interface IJobListResponse extends subnetes.v1.JobListResponse.$Properties {
        }

        /** Represents a JobListResponse. */
        class JobListResponse {

            /**
             * Constructs a new JobListResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.JobListResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobListResponse jobs. */
            jobs: subnetes.v1.Job.$Properties[];

            /** JobListResponse nextPageToken. */
            nextPageToken: string;

            /**
             * Creates a new JobListResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobListResponse instance
             */
            static create(properties: subnetes.v1.JobListResponse.$Shape): subnetes.v1.JobListResponse & subnetes.v1.JobListResponse.$Shape;
            static create(properties?: subnetes.v1.JobListResponse.$Properties): subnetes.v1.JobListResponse;

            /**
             * Encodes the specified JobListResponse message. Does not implicitly {@link subnetes.v1.JobListResponse.verify|verify} messages.
             * @param message JobListResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.JobListResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobListResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.JobListResponse & subnetes.v1.JobListResponse.$Shape} JobListResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.JobListResponse & subnetes.v1.JobListResponse.$Shape;
        }

        namespace JobListResponse {

            /** Properties of a JobListResponse. */
            interface $Properties {

                /** JobListResponse jobs */
                jobs?: (subnetes.v1.Job.$Properties[]|null);

                /** JobListResponse nextPageToken */
                nextPageToken?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobListResponse. */
            type $Shape = subnetes.v1.JobListResponse.$Properties;
        }

        /** Represents a ReflectionProtocol */
        class ReflectionProtocol extends $protobuf.rpc.Service {

            /**
             * Constructs a new ReflectionProtocol service.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             */
            constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

            /**
             * Creates new ReflectionProtocol service using the specified rpc implementation.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             * @returns RPC service. Useful where requests and/or responses are streamed.
             */
            static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): ReflectionProtocol;

            /** Calls rpc_list. */
            rpc_list: subnetes.v1.ReflectionProtocol.rpc_list;

            /** Calls rpc_schema. */
            rpc_schema: subnetes.v1.ReflectionProtocol.rpc_schema;
        }

        namespace ReflectionProtocol {

            /**
             * Callback as used by {@link subnetes.v1.ReflectionProtocol#rpc_list}.
             * @param error Error, if any
             * @param [response] ListResponse
             */
            type rpc_listCallback = (error: (Error|null), response?: subnetes.v1.ListResponse) => void;

            /** Calls rpc_list. */
            type rpc_list = {
              (request: subnetes.v1.IListRequest, callback: subnetes.v1.ReflectionProtocol.rpc_listCallback): void;
              (request: subnetes.v1.IListRequest): Promise<subnetes.v1.ListResponse>;
              readonly name: "rpc_list";
              readonly path: "/subnetes.v1.ReflectionProtocol/rpc_list";
              readonly requestType: "ListRequest";
              readonly responseType: "ListResponse";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.ReflectionProtocol#rpc_schema}.
             * @param error Error, if any
             * @param [response] SchemaResponse
             */
            type rpc_schemaCallback = (error: (Error|null), response?: subnetes.v1.SchemaResponse) => void;

            /** Calls rpc_schema. */
            type rpc_schema = {
              (request: subnetes.v1.ISchemaRequest, callback: subnetes.v1.ReflectionProtocol.rpc_schemaCallback): void;
              (request: subnetes.v1.ISchemaRequest): Promise<subnetes.v1.SchemaResponse>;
              readonly name: "rpc_schema";
              readonly path: "/subnetes.v1.ReflectionProtocol/rpc_schema";
              readonly requestType: "SchemaRequest";
              readonly responseType: "SchemaResponse";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };
        }

        /**
         * Properties of a ListRequest.
         * @deprecated Use subnetes.v1.ListRequest.$Properties instead.
         */
        interface IListRequest extends subnetes.v1.ListRequest.$Properties {
        }

        /** Represents a ListRequest. */
        class ListRequest {

            /**
             * Constructs a new ListRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ListRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new ListRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ListRequest instance
             */
            static create(properties: subnetes.v1.ListRequest.$Shape): subnetes.v1.ListRequest & subnetes.v1.ListRequest.$Shape;
            static create(properties?: subnetes.v1.ListRequest.$Properties): subnetes.v1.ListRequest;

            /**
             * Encodes the specified ListRequest message. Does not implicitly {@link subnetes.v1.ListRequest.verify|verify} messages.
             * @param message ListRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ListRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ListRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ListRequest & subnetes.v1.ListRequest.$Shape} ListRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ListRequest & subnetes.v1.ListRequest.$Shape;
        }

        namespace ListRequest {

            /** Properties of a ListRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ListRequest. */
            type $Shape = subnetes.v1.ListRequest.$Properties;
        }

        /**
         * Properties of a ListResponse.
         * @deprecated Use subnetes.v1.ListResponse.$Properties instead.
         */
        interface IListResponse extends subnetes.v1.ListResponse.$Properties {
        }

        /** Represents a ListResponse. */
        class ListResponse {

            /**
             * Constructs a new ListResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ListResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ListResponse gatewayPeerId. */
            gatewayPeerId: string;

            /** ListResponse protocols. */
            protocols: subnetes.v1.ProtocolInfo.$Properties[];

            /**
             * Creates a new ListResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ListResponse instance
             */
            static create(properties: subnetes.v1.ListResponse.$Shape): subnetes.v1.ListResponse & subnetes.v1.ListResponse.$Shape;
            static create(properties?: subnetes.v1.ListResponse.$Properties): subnetes.v1.ListResponse;

            /**
             * Encodes the specified ListResponse message. Does not implicitly {@link subnetes.v1.ListResponse.verify|verify} messages.
             * @param message ListResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ListResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ListResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ListResponse & subnetes.v1.ListResponse.$Shape} ListResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ListResponse & subnetes.v1.ListResponse.$Shape;
        }

        namespace ListResponse {

            /** Properties of a ListResponse. */
            interface $Properties {

                /** ListResponse gatewayPeerId */
                gatewayPeerId?: (string|null);

                /** ListResponse protocols */
                protocols?: (subnetes.v1.ProtocolInfo.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ListResponse. */
            type $Shape = subnetes.v1.ListResponse.$Properties;
        }

        /**
         * Properties of a ProtocolInfo.
         * @deprecated Use subnetes.v1.ProtocolInfo.$Properties instead.
         */
        interface IProtocolInfo extends subnetes.v1.ProtocolInfo.$Properties {
        }

        /** Represents a ProtocolInfo. */
        class ProtocolInfo {

            /**
             * Constructs a new ProtocolInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.ProtocolInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProtocolInfo name. */
            name: string;

            /** ProtocolInfo service. */
            service: string;

            /** ProtocolInfo handlers. */
            handlers: subnetes.v1.HandlerInfo.$Properties[];

            /** ProtocolInfo readyWorkers. */
            readyWorkers: number;

            /** ProtocolInfo written. */
            written: boolean;

            /**
             * Creates a new ProtocolInfo instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProtocolInfo instance
             */
            static create(properties: subnetes.v1.ProtocolInfo.$Shape): subnetes.v1.ProtocolInfo & subnetes.v1.ProtocolInfo.$Shape;
            static create(properties?: subnetes.v1.ProtocolInfo.$Properties): subnetes.v1.ProtocolInfo;

            /**
             * Encodes the specified ProtocolInfo message. Does not implicitly {@link subnetes.v1.ProtocolInfo.verify|verify} messages.
             * @param message ProtocolInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.ProtocolInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProtocolInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolInfo & subnetes.v1.ProtocolInfo.$Shape} ProtocolInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.ProtocolInfo & subnetes.v1.ProtocolInfo.$Shape;
        }

        namespace ProtocolInfo {

            /** Properties of a ProtocolInfo. */
            interface $Properties {

                /** ProtocolInfo name */
                name?: (string|null);

                /** ProtocolInfo service */
                service?: (string|null);

                /** ProtocolInfo handlers */
                handlers?: (subnetes.v1.HandlerInfo.$Properties[]|null);

                /** ProtocolInfo readyWorkers */
                readyWorkers?: (number|null);

                /** ProtocolInfo written */
                written?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProtocolInfo. */
            type $Shape = subnetes.v1.ProtocolInfo.$Properties;
        }

        /**
         * Properties of a HandlerInfo.
         * @deprecated Use subnetes.v1.HandlerInfo.$Properties instead.
         */
        interface IHandlerInfo extends subnetes.v1.HandlerInfo.$Properties {
        }

        /** Represents a HandlerInfo. */
        class HandlerInfo {

            /**
             * Constructs a new HandlerInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.HandlerInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HandlerInfo handle. */
            handle: string;

            /** HandlerInfo requestType. */
            requestType: string;

            /** HandlerInfo responseType. */
            responseType: string;

            /** HandlerInfo requestStream. */
            requestStream: boolean;

            /** HandlerInfo responseStream. */
            responseStream: boolean;

            /**
             * Creates a new HandlerInfo instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HandlerInfo instance
             */
            static create(properties: subnetes.v1.HandlerInfo.$Shape): subnetes.v1.HandlerInfo & subnetes.v1.HandlerInfo.$Shape;
            static create(properties?: subnetes.v1.HandlerInfo.$Properties): subnetes.v1.HandlerInfo;

            /**
             * Encodes the specified HandlerInfo message. Does not implicitly {@link subnetes.v1.HandlerInfo.verify|verify} messages.
             * @param message HandlerInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.HandlerInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HandlerInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.HandlerInfo & subnetes.v1.HandlerInfo.$Shape} HandlerInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.HandlerInfo & subnetes.v1.HandlerInfo.$Shape;
        }

        namespace HandlerInfo {

            /** Properties of a HandlerInfo. */
            interface $Properties {

                /** HandlerInfo handle */
                handle?: (string|null);

                /** HandlerInfo requestType */
                requestType?: (string|null);

                /** HandlerInfo responseType */
                responseType?: (string|null);

                /** HandlerInfo requestStream */
                requestStream?: (boolean|null);

                /** HandlerInfo responseStream */
                responseStream?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HandlerInfo. */
            type $Shape = subnetes.v1.HandlerInfo.$Properties;
        }

        /**
         * Properties of a SchemaRequest.
         * @deprecated Use subnetes.v1.SchemaRequest.$Properties instead.
         */
        interface ISchemaRequest extends subnetes.v1.SchemaRequest.$Properties {
        }

        /** Represents a SchemaRequest. */
        class SchemaRequest {

            /**
             * Constructs a new SchemaRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.SchemaRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SchemaRequest handle. */
            handle: string;

            /**
             * Creates a new SchemaRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SchemaRequest instance
             */
            static create(properties: subnetes.v1.SchemaRequest.$Shape): subnetes.v1.SchemaRequest & subnetes.v1.SchemaRequest.$Shape;
            static create(properties?: subnetes.v1.SchemaRequest.$Properties): subnetes.v1.SchemaRequest;

            /**
             * Encodes the specified SchemaRequest message. Does not implicitly {@link subnetes.v1.SchemaRequest.verify|verify} messages.
             * @param message SchemaRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.SchemaRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SchemaRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.SchemaRequest & subnetes.v1.SchemaRequest.$Shape} SchemaRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.SchemaRequest & subnetes.v1.SchemaRequest.$Shape;
        }

        namespace SchemaRequest {

            /** Properties of a SchemaRequest. */
            interface $Properties {

                /** SchemaRequest handle */
                handle?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SchemaRequest. */
            type $Shape = subnetes.v1.SchemaRequest.$Properties;
        }

        /**
         * Properties of a SchemaResponse.
         * @deprecated Use subnetes.v1.SchemaResponse.$Properties instead.
         */
        interface ISchemaResponse extends subnetes.v1.SchemaResponse.$Properties {
        }

        /** Represents a SchemaResponse. */
        class SchemaResponse {

            /**
             * Constructs a new SchemaResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.SchemaResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SchemaResponse service. */
            service: string;

            /** SchemaResponse proto. */
            proto: string;

            /** SchemaResponse descriptorSet. */
            descriptorSet: Uint8Array;

            /**
             * Creates a new SchemaResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SchemaResponse instance
             */
            static create(properties: subnetes.v1.SchemaResponse.$Shape): subnetes.v1.SchemaResponse & subnetes.v1.SchemaResponse.$Shape;
            static create(properties?: subnetes.v1.SchemaResponse.$Properties): subnetes.v1.SchemaResponse;

            /**
             * Encodes the specified SchemaResponse message. Does not implicitly {@link subnetes.v1.SchemaResponse.verify|verify} messages.
             * @param message SchemaResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.SchemaResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SchemaResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.SchemaResponse & subnetes.v1.SchemaResponse.$Shape} SchemaResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.SchemaResponse & subnetes.v1.SchemaResponse.$Shape;
        }

        namespace SchemaResponse {

            /** Properties of a SchemaResponse. */
            interface $Properties {

                /** SchemaResponse service */
                service?: (string|null);

                /** SchemaResponse proto */
                proto?: (string|null);

                /** SchemaResponse descriptorSet */
                descriptorSet?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SchemaResponse. */
            type $Shape = subnetes.v1.SchemaResponse.$Properties;
        }

        /** Represents a Runner */
        class Runner extends $protobuf.rpc.Service {

            /**
             * Constructs a new Runner service.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             */
            constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

            /**
             * Creates new Runner service using the specified rpc implementation.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             * @returns RPC service. Useful where requests and/or responses are streamed.
             */
            static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Runner;

            /** Calls Watch. */
            watch: subnetes.v1.Runner.Watch;

            /** Calls Drain. */
            drain: subnetes.v1.Runner.Drain;

            /** Calls Undrain. */
            undrain: subnetes.v1.Runner.Undrain;

            /** Calls Calls. */
            calls: subnetes.v1.Runner.Calls;
        }

        namespace Runner {

            /**
             * Callback as used by {@link subnetes.v1.Runner#watch}.
             * @param error Error, if any
             * @param [response] RunnerStatus
             */
            type WatchCallback = (error: (Error|null), response?: subnetes.v1.RunnerStatus) => void;

            /** Calls Watch. */
            type Watch = {
              (request: subnetes.v1.IWatchRequest, callback: subnetes.v1.Runner.WatchCallback): void;
              (request: subnetes.v1.IWatchRequest): Promise<subnetes.v1.RunnerStatus>;
              readonly name: "Watch";
              readonly path: "/subnetes.v1.Runner/Watch";
              readonly requestType: "WatchRequest";
              readonly responseType: "RunnerStatus";
              readonly requestStream: undefined;
              readonly responseStream: true;
            };

            /**
             * Callback as used by {@link subnetes.v1.Runner#drain}.
             * @param error Error, if any
             * @param [response] RunnerStatus
             */
            type DrainCallback = (error: (Error|null), response?: subnetes.v1.RunnerStatus) => void;

            /** Calls Drain. */
            type Drain = {
              (request: subnetes.v1.IDrainRequest, callback: subnetes.v1.Runner.DrainCallback): void;
              (request: subnetes.v1.IDrainRequest): Promise<subnetes.v1.RunnerStatus>;
              readonly name: "Drain";
              readonly path: "/subnetes.v1.Runner/Drain";
              readonly requestType: "DrainRequest";
              readonly responseType: "RunnerStatus";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.Runner#undrain}.
             * @param error Error, if any
             * @param [response] RunnerStatus
             */
            type UndrainCallback = (error: (Error|null), response?: subnetes.v1.RunnerStatus) => void;

            /** Calls Undrain. */
            type Undrain = {
              (request: subnetes.v1.IDrainRequest, callback: subnetes.v1.Runner.UndrainCallback): void;
              (request: subnetes.v1.IDrainRequest): Promise<subnetes.v1.RunnerStatus>;
              readonly name: "Undrain";
              readonly path: "/subnetes.v1.Runner/Undrain";
              readonly requestType: "DrainRequest";
              readonly responseType: "RunnerStatus";
              readonly requestStream: undefined;
              readonly responseStream: undefined;
            };

            /**
             * Callback as used by {@link subnetes.v1.Runner#calls}.
             * @param error Error, if any
             * @param [response] CallRecords
             */
            type CallsCallback = (error: (Error|null), response?: subnetes.v1.CallRecords) => void;

            /** Calls Calls. */
            type Calls = {
              (request: subnetes.v1.ICallRecords, callback: subnetes.v1.Runner.CallsCallback): void;
              (request: subnetes.v1.ICallRecords): Promise<subnetes.v1.CallRecords>;
              readonly name: "Calls";
              readonly path: "/subnetes.v1.Runner/Calls";
              readonly requestType: "CallRecords";
              readonly responseType: "CallRecords";
              readonly requestStream: true;
              readonly responseStream: true;
            };
        }

        /**
         * Properties of a CallRecords.
         * @deprecated Use subnetes.v1.CallRecords.$Properties instead.
         */
        interface ICallRecords extends subnetes.v1.CallRecords.$Properties {
        }

        /** Represents a CallRecords. */
        class CallRecords {

            /**
             * Constructs a new CallRecords.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.CallRecords.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CallRecords records. */
            records: Uint8Array;

            /**
             * Creates a new CallRecords instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CallRecords instance
             */
            static create(properties: subnetes.v1.CallRecords.$Shape): subnetes.v1.CallRecords & subnetes.v1.CallRecords.$Shape;
            static create(properties?: subnetes.v1.CallRecords.$Properties): subnetes.v1.CallRecords;

            /**
             * Encodes the specified CallRecords message. Does not implicitly {@link subnetes.v1.CallRecords.verify|verify} messages.
             * @param message CallRecords message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.CallRecords.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CallRecords message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.CallRecords & subnetes.v1.CallRecords.$Shape} CallRecords
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.CallRecords & subnetes.v1.CallRecords.$Shape;
        }

        namespace CallRecords {

            /** Properties of a CallRecords. */
            interface $Properties {

                /** CallRecords records */
                records?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CallRecords. */
            type $Shape = subnetes.v1.CallRecords.$Properties;
        }

        /**
         * Properties of a WatchRequest.
         * @deprecated Use subnetes.v1.WatchRequest.$Properties instead.
         */
        interface IWatchRequest extends subnetes.v1.WatchRequest.$Properties {
        }

        /** Represents a WatchRequest. */
        class WatchRequest {

            /**
             * Constructs a new WatchRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.WatchRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new WatchRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WatchRequest instance
             */
            static create(properties: subnetes.v1.WatchRequest.$Shape): subnetes.v1.WatchRequest & subnetes.v1.WatchRequest.$Shape;
            static create(properties?: subnetes.v1.WatchRequest.$Properties): subnetes.v1.WatchRequest;

            /**
             * Encodes the specified WatchRequest message. Does not implicitly {@link subnetes.v1.WatchRequest.verify|verify} messages.
             * @param message WatchRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.WatchRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WatchRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.WatchRequest & subnetes.v1.WatchRequest.$Shape} WatchRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.WatchRequest & subnetes.v1.WatchRequest.$Shape;
        }

        namespace WatchRequest {

            /** Properties of a WatchRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WatchRequest. */
            type $Shape = subnetes.v1.WatchRequest.$Properties;
        }

        /**
         * Properties of a DrainRequest.
         * @deprecated Use subnetes.v1.DrainRequest.$Properties instead.
         */
        interface IDrainRequest extends subnetes.v1.DrainRequest.$Properties {
        }

        /** Represents a DrainRequest. */
        class DrainRequest {

            /**
             * Constructs a new DrainRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.DrainRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DrainRequest epoch. */
            epoch: number;

            /**
             * Creates a new DrainRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DrainRequest instance
             */
            static create(properties: subnetes.v1.DrainRequest.$Shape): subnetes.v1.DrainRequest & subnetes.v1.DrainRequest.$Shape;
            static create(properties?: subnetes.v1.DrainRequest.$Properties): subnetes.v1.DrainRequest;

            /**
             * Encodes the specified DrainRequest message. Does not implicitly {@link subnetes.v1.DrainRequest.verify|verify} messages.
             * @param message DrainRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.DrainRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DrainRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.DrainRequest & subnetes.v1.DrainRequest.$Shape} DrainRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.DrainRequest & subnetes.v1.DrainRequest.$Shape;
        }

        namespace DrainRequest {

            /** Properties of a DrainRequest. */
            interface $Properties {

                /** DrainRequest epoch */
                epoch?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DrainRequest. */
            type $Shape = subnetes.v1.DrainRequest.$Properties;
        }

        /**
         * Properties of a RunnerStatus.
         * @deprecated Use subnetes.v1.RunnerStatus.$Properties instead.
         */
        interface IRunnerStatus extends subnetes.v1.RunnerStatus.$Properties {
        }

        /** Represents a RunnerStatus. */
        class RunnerStatus {

            /**
             * Constructs a new RunnerStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: subnetes.v1.RunnerStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunnerStatus workerId. */
            workerId: string;

            /** RunnerStatus protocol. */
            protocol: string;

            /** RunnerStatus ready. */
            ready: boolean;

            /** RunnerStatus draining. */
            draining: boolean;

            /** RunnerStatus drainEpoch. */
            drainEpoch: number;

            /** RunnerStatus slots. */
            slots: number;

            /** RunnerStatus activeCalls. */
            activeCalls: number;

            /** RunnerStatus activeJobs. */
            activeJobs: number;

            /** RunnerStatus callsAgeSeconds. */
            callsAgeSeconds: number;

            /** RunnerStatus jobsAgeSeconds. */
            jobsAgeSeconds: number;

            /** RunnerStatus callsStarted. */
            callsStarted: number;

            /** RunnerStatus callsFinished. */
            callsFinished: number;

            /** RunnerStatus callsFinishedSeconds. */
            callsFinishedSeconds: number;

            /** RunnerStatus jobsStarted. */
            jobsStarted: number;

            /** RunnerStatus jobsFinished. */
            jobsFinished: number;

            /** RunnerStatus jobsFinishedSeconds. */
            jobsFinishedSeconds: number;

            /** RunnerStatus computeStarts. */
            computeStarts: number;

            /** RunnerStatus computeLastExit. */
            computeLastExit: string;

            /** RunnerStatus computeStartSeconds. */
            computeStartSeconds: number;

            /** RunnerStatus computePid. */
            computePid: number;

            /**
             * Creates a new RunnerStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RunnerStatus instance
             */
            static create(properties: subnetes.v1.RunnerStatus.$Shape): subnetes.v1.RunnerStatus & subnetes.v1.RunnerStatus.$Shape;
            static create(properties?: subnetes.v1.RunnerStatus.$Properties): subnetes.v1.RunnerStatus;

            /**
             * Encodes the specified RunnerStatus message. Does not implicitly {@link subnetes.v1.RunnerStatus.verify|verify} messages.
             * @param message RunnerStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: subnetes.v1.RunnerStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunnerStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {subnetes.v1.RunnerStatus & subnetes.v1.RunnerStatus.$Shape} RunnerStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): subnetes.v1.RunnerStatus & subnetes.v1.RunnerStatus.$Shape;
        }

        namespace RunnerStatus {

            /** Properties of a RunnerStatus. */
            interface $Properties {

                /** RunnerStatus workerId */
                workerId?: (string|null);

                /** RunnerStatus protocol */
                protocol?: (string|null);

                /** RunnerStatus ready */
                ready?: (boolean|null);

                /** RunnerStatus draining */
                draining?: (boolean|null);

                /** RunnerStatus drainEpoch */
                drainEpoch?: (number|null);

                /** RunnerStatus slots */
                slots?: (number|null);

                /** RunnerStatus activeCalls */
                activeCalls?: (number|null);

                /** RunnerStatus activeJobs */
                activeJobs?: (number|null);

                /** RunnerStatus callsAgeSeconds */
                callsAgeSeconds?: (number|null);

                /** RunnerStatus jobsAgeSeconds */
                jobsAgeSeconds?: (number|null);

                /** RunnerStatus callsStarted */
                callsStarted?: (number|null);

                /** RunnerStatus callsFinished */
                callsFinished?: (number|null);

                /** RunnerStatus callsFinishedSeconds */
                callsFinishedSeconds?: (number|null);

                /** RunnerStatus jobsStarted */
                jobsStarted?: (number|null);

                /** RunnerStatus jobsFinished */
                jobsFinished?: (number|null);

                /** RunnerStatus jobsFinishedSeconds */
                jobsFinishedSeconds?: (number|null);

                /** RunnerStatus computeStarts */
                computeStarts?: (number|null);

                /** RunnerStatus computeLastExit */
                computeLastExit?: (string|null);

                /** RunnerStatus computeStartSeconds */
                computeStartSeconds?: (number|null);

                /** RunnerStatus computePid */
                computePid?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunnerStatus. */
            type $Shape = subnetes.v1.RunnerStatus.$Properties;
        }
    }
}
